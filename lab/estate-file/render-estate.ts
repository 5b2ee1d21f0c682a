/**
 * An estate description as YAML that a person goes on editing: notes first, names in one line.
 */
import { Document, isMap, isSeq, visit } from 'yaml';
import type { ImportedEstate } from './import-estate.ts';

const NOTE_COLUMNS = 96;

export function renderEstate({ description, notes }: ImportedEstate): string {
  const document = new Document(description, { aliasDuplicateObjects: false });
  visit(document, {
    Seq(_, list) {
      list.flow = !list.items.some((item) => isMap(item) || isSeq(item));
    },
  });
  const comment = notes.flatMap((note) => wrap(note)).map((line) => `# ${line}\n`);
  return `${comment.join('')}\n${document.toString({ lineWidth: 100 })}`;
}

/** A note begins with a hyphen and goes on below it. */
function wrap(note: string): string[] {
  const lines: string[] = [];
  let line = '-';
  for (const word of note.split(' ')) {
    if (line.length + word.length >= NOTE_COLUMNS) {
      lines.push(line);
      line = ' ';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}
