/** Aligned columns for a terminal. Widths count what is seen, not the colour codes around it. */
import { stripVTControlCharacters } from 'node:util';

export function renderTable(rows: readonly (readonly string[])[], indent = ''): string {
  const columns = Math.max(0, ...rows.map((cells) => cells.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(0, ...rows.map((cells) => widthOf(cells[column] ?? ''))),
  );
  return rows
    .map((cells) => {
      const padded = cells.map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - widthOf(cell)));
      return `${indent}${padded.join('  ').trimEnd()}\n`;
    })
    .join('');
}

function widthOf(cell: string): number {
  return stripVTControlCharacters(cell).length;
}
