/**
 * The one frame of all pages. It says in plain sight that this is a lab: nobody who strays here
 * may take it for the place where a real password goes.
 */
import type { Body } from './body.ts';
import { isolated } from './fields.ts';
import { type Html, html, trustMarkup } from './html.ts';
import { LOOK } from './look.ts';
import { renderConfig } from './page-config.ts';

export interface Frame {
  /** Which page it is, for scripts of the lab. */
  kind: string;
  companyName: string;
  nonce: string;
  /** The whole `$Config`; `body.config` is only the page's part of it. */
  config?: Readonly<Record<string, unknown>>;
}

export function renderLayout(body: Body, { kind, companyName, nonce, config }: Frame): Html {
  return html`<!DOCTYPE html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${body.title} · pta-lab</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${LOOK}</style>
${config !== undefined && renderScript(renderConfig(config), nonce)}
</head>
<body>
<p class="lab" id="labBanner"><strong>pta-lab</strong>: a lab sign-in page.
Do not enter a real password.</p>
<main id="lightbox" data-page="${kind}">
<p class="tenant">${isolated(companyName)}</p>
<h1 id="loginHeader">${body.title}</h1>
${body.main}
</main>
${body.script !== undefined && renderScript(trustMarkup(body.script), nonce)}
</body>
</html>
`;
}

function renderScript(script: Html, nonce: string): Html {
  return html`<script type="text/javascript" nonce="${nonce}">${script}</script>`;
}
