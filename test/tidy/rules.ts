/**
 * All house rules. The key is what a failing test shows; each has a planted violation in
 * rules.test.ts.
 */
import { ambient } from './ambient.ts';
import { arrows, testsStayOut, virtualSideBuiltins, virtualSidePackages } from './arrows.ts';
import {
  barrels,
  defaultExports,
  language,
  oldestSyntax,
  suppressions,
  testNames,
} from './language.ts';
import { fileNames } from './names.ts';
import {
  documentedPaths,
  leftovers,
  machinePaths,
  openingComment,
  swallowedErrors,
} from './prose.ts';
import {
  deadFiles,
  dependencies,
  lockfile,
  pluginIds,
  pluginsRegistered,
  verbsRegistered,
} from './registries.ts';
import { columns, fileLength, functionLength } from './shape.ts';
import type { Rule } from './tree.ts';

export const RULES = {
  'imports follow the arrows': arrows,
  'the product does not import its tests': testsStayOut,
  'component code awaits the ports alone': virtualSideBuiltins,
  'virtual mode loads no socket library': virtualSidePackages,
  'time, chance and environment come from outside': ambient,
  'files are short': fileLength,
  'functions are short': functionLength,
  'lines are short': columns,
  'file names say what is inside': fileNames,
  'TypeScript can be erased and is not switched off': language,
  'the oldest supported Node can parse it': oldestSyntax,
  'exports have names': defaultExports,
  'suppressions have a reason': suppressions,
  'there are no barrels': barrels,
  'test names are sentences': testNames,
  'files open with a comment': openingComment,
  'nothing is left for later in comments': leftovers,
  'errors are not swallowed': swallowedErrors,
  'nothing names a machine or a registry': machinePaths,
  'documents name files that exist': documentedPaths,
  'file name and id are one word': pluginIds,
  'faults and probes are in their registry': pluginsRegistered,
  'verbs are in the program': verbsRegistered,
  'every file is used': deadFiles,
  'every dependency is used and explained': dependencies,
  'the lockfile is complete': lockfile,
} as const satisfies Record<string, Rule>;

export type RuleName = keyof typeof RULES;
