/**
 * Markdown made of other people's words: what is inserted is text, in a table cell as elsewhere.
 */
export function plain(words: string): string {
  return words
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<|]|^#/g, (sign) => `\\${sign}`);
}

export function row(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
