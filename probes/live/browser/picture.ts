/**
 * A picture of a sign-in that failed, fit to be sent to somebody: in the page itself every field is
 * emptied and every word that names the person or was typed is blotted out, before it is taken. If
 * one of them stands there again afterwards, there is no picture.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page as Tab } from 'playwright-core';

const BLOT = '•••••';
const WAIT_MS = 5_000;

/** The file, or undefined where no clean picture was to be had. */
export async function takePicture(
  tab: Tab,
  folder: string,
  name: string,
  words: readonly string[],
): Promise<string | undefined> {
  const unwanted = words.filter((word) => word.length > 0);
  const readable = await maskPage(tab, unwanted);
  const picture = await tab.screenshot({ timeout: WAIT_MS, animations: 'disabled' });
  if (!readable || (await shows(tab, unwanted))) return undefined;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${name}.png`);
  await writeFile(file, picture, { mode: 0o600, flag: 'wx' });
  return file;
}

/** False for a frame that cannot be reached: what it shows cannot be masked. */
export async function maskPage(tab: Tab, words: readonly string[]): Promise<boolean> {
  const masking = `(${MASK})(${JSON.stringify(words)}, ${JSON.stringify(BLOT)})`;
  const masked = tab.frames().map((frame) => frame.evaluate<boolean>(masking).catch(() => false));
  return (await Promise.all(masked)).every((done) => done === true);
}

async function shows(tab: Tab, words: readonly string[]): Promise<boolean> {
  const texts = tab.frames().map((frame) => frame.evaluate<string>(ALL_TEXT));
  const text = (await Promise.all(texts)).join('\n').toLowerCase();
  return words.some((word) => text.includes(word.toLowerCase()));
}

/** Runs in the page, which has types of its own: as text. */
const MASK = `(words, blot) => {
  const blotted = (text) => words.reduce((rest, word) => {
    const parts = [];
    const [small, wanted] = [rest.toLowerCase(), word.toLowerCase()];
    let from = 0;
    for (let at = small.indexOf(wanted); at >= 0; at = small.indexOf(wanted, from)) {
      parts.push(rest.slice(from, at), blot);
      from = at + wanted.length;
    }
    return parts.join('') + rest.slice(from);
  }, text);
  for (const field of document.querySelectorAll('input, textarea')) {
    field.value = '';
    field.setAttribute('value', '');
  }
  const walker = document.createTreeWalker(document.documentElement, 5);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === 3) {
      if (node.nodeValue !== blotted(node.nodeValue)) node.nodeValue = blotted(node.nodeValue);
      continue;
    }
    for (const { name, value } of [...node.attributes]) {
      if (value !== blotted(value)) node.setAttribute(name, blotted(value));
    }
  }
  return true;
}`;

const ALL_TEXT =
  "document.documentElement.outerHTML + [...document.querySelectorAll('input, textarea')]" +
  ".map((field) => field.value).join(' ')";
