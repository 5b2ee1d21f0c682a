/** A thread of the search: is told a number, runs it, says what came of it, until nobody asks. */
import { parentPort, workerData } from 'node:worker_threads';
import { readEstateFile } from '../../lab/estate-file/estate-file.ts';
import { runNumber } from './fuzz.ts';

const { seed, estateFile }: { seed: string; estateFile?: string } = workerData;
const estate = estateFile === undefined ? undefined : readEstateFile(estateFile);

parentPort?.on('message', (run: number) => {
  runNumber(seed, run, estate).then(
    (outcome) => parentPort?.postMessage({ run, ...outcome }),
    (error: unknown) => {
      const crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
      parentPort?.postMessage({ run, crash });
    },
  );
});
