/** The look of all pages: the lab's own, in one style sheet. Colours have a contrast of 4.5. */
import { trustMarkup } from './html.ts';

export const LOOK = trustMarkup(`
:root { color-scheme: light dark; --ink: #1b1d21; --quiet: #565b64; --page: #eef0f3; --card: #fff;
  --line: #c9ced6; --deed: #2a5d50; --deed-ink: #fff; --error: #a4161a; --lab: #ffd866; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --quiet: #a8aeb8; --page: #16181c;
  --card: #22252b; --line: #4a505a; --deed: #8fd0bd; --deed-ink: #10241e; --error: #ff9d9d; } }
html { scroll-padding-top: 5rem; }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; background: var(--page); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
.lab { position: sticky; top: 0; margin: 0; padding: .5rem 1rem; background: var(--lab); color: #2b2300; text-align: center;
  font-size: .9rem; }
main { width: min(26rem, 100% - 1.5rem); margin: clamp(.75rem, 8vw, 2.5rem) auto 1rem; padding: 1.75rem;
  background: var(--card); border: 1px solid var(--line); border-radius: .6rem; }
.tenant { margin: 0; color: var(--quiet); font-size: .9rem; }
h1 { margin: .25rem 0 1rem; font-size: 1.4rem; line-height: 1.25; font-weight: 600; }
.quiet { color: var(--quiet); margin: 0 0 1rem; }
.field { display: block; margin: .9rem 0 .3rem; font-weight: 600; }
input:not([type=checkbox]) { width: 100%; padding: .6rem .7rem; font: inherit; color: inherit;
  background: var(--card); border: 1px solid var(--quiet); border-radius: .35rem; }
[aria-invalid] { border-color: var(--error) !important; }
:focus-visible { outline: 3px solid var(--deed); outline-offset: 2px; }
[tabindex="-1"]:focus { outline: none; }
.error { margin: .3rem 0 .5rem; color: var(--error); font-weight: 600; }
.buttons { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.25rem; }
button { font: inherit; color: inherit; cursor: pointer; }
.primary, .secondary { min-width: 6.5rem; padding: .55rem 1.1rem; border-radius: .35rem;
  border: 1px solid var(--deed); }
.primary { background: var(--deed); color: var(--deed-ink); font-weight: 600; }
.secondary { background: none; }
.also { display: inline-block; }
.check { display: flex; gap: .6rem; align-items: baseline; margin: 1rem 0; }
.identity { display: flex; gap: .5rem; align-items: center; margin-bottom: .75rem; }
.identity button { padding: .1rem .55rem; border: 1px solid var(--line); border-radius: .35rem;
  background: none; }
#displayName { min-width: 0; font-weight: 600; }
.tile { display: block; width: 100%; margin: .5rem 0; padding: .7rem .9rem; text-align: start;
  background: none; border: 1px solid var(--line); border-radius: .35rem; }
.tile:hover { border-color: var(--deed); }
.tile span, .tile strong { display: block; }
.tile span { color: var(--quiet); font-size: .9rem; }
.number { margin: 0 0 1rem; font-size: 3rem; line-height: 1.2; font-weight: 600; letter-spacing: .1em; }
details { margin-top: 1.25rem; color: var(--quiet); }
summary { cursor: pointer; }
dl { display: grid; gap: .2rem; margin: 1rem 0 0; font-size: .9rem; }
dt { color: var(--quiet); }
dd { margin: 0 0 .5rem; }
a { color: var(--deed); }
ul { padding-inline-start: 1.3rem; }
`);
