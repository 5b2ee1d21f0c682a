/** File names say what is inside; the banned words say only that nobody decided. */
import type { Rule } from './tree.ts';

const BANNED: Readonly<Record<string, string>> = {
  util: 'the one thing it does',
  utils: 'the one thing it does',
  helper: 'the one thing it does',
  helpers: 'the one thing it does',
  manager: 'what it keeps',
  service: 'what it offers',
  handler: 'the request it answers',
  base: 'what the kinds have in common',
  common: 'what the users have in common',
  misc: 'each thing in it, one file each',
  data: 'what the data are',
  info: 'what is told',
  new: 'what differs',
  v2: 'what differs',
  monitor: 'probe',
  chaos: 'fault',
  toxic: 'fault',
  attack: 'fault',
};

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;

export const fileNames: Rule = ({ sources }) =>
  sources
    .filter(({ path }) => /\.(ts|mjs|yaml)$/.test(path) && !path.startsWith('.'))
    .flatMap(({ path }) => {
      const names = path.replace(/\.(ts|mjs|yaml)$/, '').split(/[/.]/);
      const crooked = names.filter((part) => !KEBAB.test(part));
      const banned = names.flatMap((part) => part.split('-')).filter((word) => BANNED[word]);
      return [
        ...crooked.map((name) => `"${name}" is not kebab-case; write it lower-case with hyphens`),
        ...banned.map((word) => `"${word}" says nothing in a file name; name ${BANNED[word]}`),
      ].map((message) => ({ path, line: 1, message }));
    });
