/** `docs/aadsts.md`: every AADSTS code of the lab, and how somebody gets to see it. */
import { AADSTS, type AadstsRow } from '../../protocol/aadsts.ts';
import type { Mark } from './marks.ts';

const OPENING = `# AADSTS codes

Generated from \`protocol/aadsts.ts\` and from the tests that bring a code about: \`npm run docs\` writes it, and a test
fails when it is out of date. The sentences are the lab's own; what a client may rest on are code, error and suberror.

- A code with a test **has a cause** in the lab: set that up, and the code comes.
- **injectable**: the lab has no cause for it. \`POST /injections\` of the control API (\`docs/control.md\`) makes the next
  sign-ins end with it.

Basis of the code (its name and meaning) and of the error pair: documented, observed, seed, or assumed.

| Code | Name | Error, suberror | Basis | What it means | How it comes about |
| --- | --- | --- | --- | --- | --- |
`;

export function renderAadsts(marks: readonly Mark[]): string {
  return `${OPENING}${Object.values(AADSTS)
    .map((row) => `${renderRow(row, marks)}\n`)
    .join('')}`;
}

function renderRow(row: AadstsRow, marks: readonly Mark[]): string {
  const { code, name, oauthError, suberror, basis, errorBasis, text } = row;
  const error = [oauthError, suberror].flatMap((word) => (word ? `\`${word}\`` : [])).join(', ');
  const how = row.occurs === 'caused' ? renderTests(code, marks) : row.occurs;
  const cells = [code, name, error, `${basis} / ${errorBasis}`, text, how];
  return `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
}

function renderTests(code: number, marks: readonly Mark[]): string {
  const files = marks
    .filter(({ kind, named }) => kind === 'causes' && named.includes(code))
    .map(({ path }) => path);
  return [...new Set(files)]
    .sort()
    .map((path) => `\`${path}\``)
    .join('<br>');
}
