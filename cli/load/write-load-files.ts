/** The files of one load run, in a folder of their own. */
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { writeText } from '../write-text.ts';

/** Their paths. @throws LabError `OUT_UNWRITABLE` */
export function writeLoadFiles(
  folder: string,
  texts: Readonly<Record<string, string>>,
): readonly string[] {
  const own = freeFolder(folder);
  mkdirSync(own, { recursive: true });
  return Object.entries(texts).map(([name, text]) => {
    const file = path.join(own, name);
    writeText(file, text);
    return file;
  });
}

/** Two runs of one test within a second are two runs. */
function freeFolder(folder: string): string {
  let number = 2;
  let free = folder;
  while (existsSync(free)) free = `${folder}-${number++}`;
  return free;
}
