/**
 * Plants one bug in one module as it is loaded: `node --import ./test/mutation/plant.mjs …` with
 * PLANT_FILE (end of the path), PLANT_FROM (text that must be there once) and PLANT_TO. The tests
 * use it to show that a broken product turns red; the files on disk stay as they are.
 */
import { registerHooks } from 'node:module';

const { PLANT_FILE = '', PLANT_FROM = '', PLANT_TO = '' } = process.env;

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!PLANT_FILE || !url.endsWith(PLANT_FILE)) return loaded;
    const parts = String(loaded.source).split(PLANT_FROM);
    if (parts.length !== 2) throw new Error(`${PLANT_FILE}: expected "${PLANT_FROM}" once`);
    return { ...loaded, source: parts.join(PLANT_TO) };
  },
});
