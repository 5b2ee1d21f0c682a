/**
 * The page around a report: one file that needs nothing else. It holds no script and loads nothing;
 * the policy in its head makes the browser enforce that, whatever the report contains.
 */
import { readFileSync } from 'node:fs';
import { PATTERNS } from './figure-patterns.ts';
import { type Content, html, Markup } from './markup.ts';

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** In this order: later sheets override earlier ones. */
const STYLE_SHEETS = ['colours', 'page', 'cards', 'tables', 'figure', 'devices'] as const;

export interface ReportPage {
  title: string;
  body: Content;
  footer: Content;
  /** Style sheets of this kind of report, before those for phones and paper. */
  ownStyles?: readonly URL[];
}

export function renderPage({ title, body, footer, ownStyles = [] }: ReportPage): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${readStyle(ownStyles)}</style></head>
<body>${PATTERNS}<main>
${body}
</main>
<footer>${footer}</footer>
</body></html>
`.text;
}

function readStyle(ownStyles: readonly URL[]): Markup {
  const shared = STYLE_SHEETS.map((name) => new URL(`./${name}.css`, import.meta.url));
  const urls = [...shared.slice(0, -1), ...ownStyles, ...shared.slice(-1)];
  return new Markup(urls.map((url) => readFileSync(url, 'utf8')).join(''));
}
