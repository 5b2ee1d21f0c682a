/**
 * Part of `npm run format`: flows paragraphs of comments that have a line over 100 columns, which
 * Biome leaves alone. Drawings, tables and code in comments (two spaces or more) are not touched.
 *   node scripts/wrap-comments.mjs [file…]      default: every .ts and .mjs file
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';

const COLUMNS = 100;
const NOT_OURS = ['node_modules', '.git', '.pta-lab', 'coverage', 'dist'];

/**
 * @param {string} file
 * @param {string} text
 */
export function wrapComments(file, text) {
  const { comments } = parseSync(file, text);
  let wrapped = text;
  for (const { type, start, end } of mergeLines(text, comments).reverse()) {
    const indent = /[^\n]*$/.exec(text.slice(0, start))?.[0] ?? '';
    const old = text.slice(start, end);
    const tooLong = `${indent}${old}`.split('\n').some((line) => line.length > COLUMNS);
    if (!tooLong || indent.trim() !== '') continue;
    const fresh = type === 'Line' ? wrapLines(old, indent) : wrapBlock(old, indent);
    wrapped = wrapped.slice(0, start) + fresh + wrapped.slice(end);
  }
  return wrapped;
}

/**
 * Line comments that follow one another are one comment.
 * @param {string} text
 * @param {readonly { type: string, start: number, end: number }[]} comments
 */
function mergeLines(text, comments) {
  /** @type {{ type: string, start: number, end: number }[]} */
  const merged = [];
  for (const { type, start, end } of comments) {
    const last = merged.at(-1);
    const between = text.slice(last?.end ?? 0, start);
    const follows = last?.type === 'Line' && type === 'Line' && /^\n[ \t]*$/.test(between);
    if (follows && last) last.end = end;
    else merged.push({ type, start, end });
  }
  return merged;
}

/**
 * @param {string} comment
 * @param {string} indent
 */
function wrapLines(comment, indent) {
  const words = comment.split('\n').map((line) => line.replace(/^\s*\/\/ ?/, ''));
  return flow(words, `${indent}// `).join('\n').trimStart();
}

/**
 * @param {string} comment
 * @param {string} indent
 */
function wrapBlock(comment, indent) {
  const [open] = /^\/\*+/.exec(comment) ?? ['/*'];
  const inner = comment.slice(open.length, -2).replace(/^\n/, '').replace(/\s*$/, '');
  const words = inner.split('\n').map((line) => line.replace(/^\s*\* ?/, '').trimEnd());
  const first = words[0]?.trimStart();
  const lines = flow(first === undefined ? words : [first, ...words.slice(1)], `${indent} * `);
  return [open, ...lines.map((line) => line.trimEnd()), `${indent} */`].join('\n');
}

/**
 * @param {readonly string[]} lines
 * @param {string} prefix
 */
function flow(lines, prefix) {
  const tooLong = (/** @type {string} */ line) => prefix.length + line.length > COLUMNS;
  return paragraphs(lines).flatMap((paragraph) =>
    (paragraph.some(tooLong) && !isDrawing(paragraph[0] ?? '')
      ? fill(paragraph, COLUMNS - prefix.length)
      : paragraph
    ).map((line) => prefix + line),
  );
}

/** @param {string} line */
function isDrawing(line) {
  return line.trim() === '' || /^\s{2,}|^\||[─▶◀┌└│]{2}/.test(line);
}

/**
 * A list item and a tag start a paragraph of their own; the indented lines after a list item belong
 * to it.
 * @param {readonly string[]} lines
 */
function paragraphs(lines) {
  /** @type {string[][]} */
  const found = [];
  for (const line of lines) {
    const last = found.at(-1);
    const inItem = last?.[0]?.startsWith('- ') === true && /^ {2}\S/.test(line);
    const starts = isDrawing(line) || /^(- |@|EVIDENCE-OF)/.test(line);
    if (last && (inItem || !(starts || isDrawing(last.at(-1) ?? '')))) last.push(line);
    else found.push([line]);
  }
  return found;
}

/**
 * @param {readonly string[]} paragraph
 * @param {number} width
 */
function fill(paragraph, width) {
  const hanging = paragraph[0]?.startsWith('- ') ? '  ' : '';
  const lines = [''];
  for (const word of paragraph.join(' ').split(/\s+/)) {
    const line = lines.at(-1) ?? '';
    const longer = line.trim() === '' ? line + word : `${line} ${word}`;
    if (longer.length > width && line.trim() !== '') lines.push(hanging + word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function modulesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.includes(entry.name) ? [] : modulesIn(name);
    return /\.(ts|mjs)$/.test(name) ? [name] : [];
  });
}

if (import.meta.filename === process.argv[1]) {
  const files = process.argv.slice(2);
  for (const file of files.length > 0 ? files : modulesIn('.')) {
    const text = readFileSync(file, 'utf8');
    const wrapped = wrapComments(file, text);
    if (wrapped === text) continue;
    writeFileSync(file, wrapped);
    process.stdout.write(`wrapped ${file}\n`);
  }
}
