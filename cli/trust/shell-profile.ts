/**
 * The lines in a person's shell profile that source the lab's variables: between two marks, so that
 * taking them out leaves every other byte as it was.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The first three that login shells read if they are there; else the one all of them know. */
const READ_FIRST = ['.bash_profile', '.zprofile', '.profile'];

export function profilesIn(home: string): { file: string; made: boolean }[] {
  const there = READ_FIRST.map((name) => path.join(home, name)).filter((file) => existsSync(file));
  if (there.length > 0) return there.map((file) => ({ file, made: false }));
  return [{ file: path.join(home, '.profile'), made: true }];
}

export function addBlock(text: string, variablesFile: string): string {
  const { opening, closing } = marksOf(variablesFile);
  const quoted = `'${variablesFile.replaceAll("'", `'\\''`)}'`;
  const source = `[ -r ${quoted} ] && . ${quoted}`;
  return `${takeBlock(text, variablesFile)}\n${opening}\n${source}\n${closing}\n`;
}

/** Of this file only: another lab's folder has lines of its own. */
export function takeBlock(text: string, variablesFile: string): string {
  const { opening, closing } = marksOf(variablesFile);
  const from = text.indexOf(`\n${opening}\n`);
  const end = text.indexOf(`\n${closing}\n`, from);
  if (from < 0 || end < 0) return text;
  return text.slice(0, from) + text.slice(end + closing.length + 2);
}

function marksOf(variablesFile: string) {
  return {
    opening: `# >>> pta-lab trust ${variablesFile}: taken out by "pta-lab untrust"`,
    closing: `# <<< pta-lab trust ${variablesFile}`,
  };
}

export function addToProfile(file: string, variablesFile: string): void {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  writeFileSync(file, addBlock(text, variablesFile));
}

/** A profile that we made and nobody has written to since goes altogether. */
export function takeFromProfile(
  { file, made }: { file: string; made: boolean },
  variablesFile: string,
): void {
  if (!existsSync(file)) return;
  const text = readFileSync(file, 'utf8');
  const rest = takeBlock(text, variablesFile);
  if (made && rest === '') rmSync(file);
  else if (rest !== text) writeFileSync(file, rest);
}
