/**
 * The package.json of the built package, from the one of this tree: what is TypeScript there is
 * JavaScript with types here, and what only the tree needs (scripts, tools) is left out.
 */

/**
 * @typedef {object} PackageJson
 * @property {Record<string, string>} exports entry of the package to its module
 * @property {Record<string, string>} bin
 */

/** Kept as they are, in this order. */
const KEPT = [
  ...['name', 'version', 'description', 'keywords', 'license', 'type', 'engines'],
  ...['bin', 'exports', 'config', 'dependencies', 'peerDependencies', 'peerDependenciesMeta'],
];

/**
 * The modules that are imported or run by name.
 *
 * @param {PackageJson} source
 * @returns {string[]}
 */
export function sourceEntries({ exports, bin }) {
  return [...Object.values(exports), ...Object.values(bin)].map((file) => file.slice('./'.length));
}

/**
 * @param {PackageJson & Record<string, unknown>} source
 * @returns {Record<string, unknown>}
 */
export function describePackage(source) {
  const exports = Object.entries(source.exports).map(([entry, file]) => [entry, compiled(file)]);
  const described = {
    ...source,
    exports: { ...Object.fromEntries(exports), './package.json': './package.json' },
  };
  return Object.fromEntries(KEPT.map((key) => [key, Reflect.get(described, key)]));
}

/** @param {string} file */
function compiled(file) {
  const stem = file.replace(/\.ts$/, '');
  return { types: `${stem}.d.ts`, default: `${stem}.js` };
}
