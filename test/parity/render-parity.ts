/** `docs/parity.md` from the rows and the tests that name them; the rows say what is true. */
import type { Mark } from './marks.ts';
import type { ParityRow } from './parity-row.ts';
import { AREAS } from './rows.ts';

const OPENING = `# What is real, what is emulated, what is absent

Generated from \`test/parity/\` and from what the tests themselves declare to prove: \`npm run docs\` writes it, and a
test fails when it is out of date. Each row names its witnesses: the tests, and the unmodified clients of somebody
else that they drive, which would notice if the row were wrong.

- **real**: the thing itself runs (a socket, a TLS handshake, an RSA operation).
- **emulated**: our code behaves like it, as far as the row says.
- **absent**: not there; whoever asks gets 404, or the error of something that does not exist.
`;

export function renderParity(marks: readonly Mark[]): string {
  const areas = Object.entries(AREAS).map(([area, rows]) => renderArea(area, rows, marks));
  return [OPENING, ...areas].join('\n');
}

function renderArea(
  area: string,
  rows: Readonly<Record<string, ParityRow>>,
  marks: readonly Mark[],
): string {
  const lines = Object.entries(rows).map(([id, { behaviour, virtual, live, note }]) => {
    const text = note === undefined ? cell(behaviour) : `${cell(behaviour)}<br>${cell(note)}`;
    return `| ${text} | ${virtual} | ${live} | ${renderWitnesses(id, marks)} |`;
  });
  const head = ['| Behaviour | virtual | live | Witness |', '| --- | --- | --- | --- |'];
  return [`## ${area}`, '', ...head, ...lines, ''].join('\n');
}

/** One entry per file, sorted, so that the order of tests does not move the document. */
function renderWitnesses(id: string, marks: readonly Mark[]): string {
  const files = new Map(
    marks
      .filter(({ kind, named }) => kind === 'proves' && named.includes(id))
      .map(({ path, clients }) => [path, clients]),
  );
  const entries = [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, clients]) => `\`${path}\`${clients.length > 0 ? ` (${clients.join(', ')})` : ''}`);
  return entries.length === 0 ? '–' : entries.join('<br>');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
