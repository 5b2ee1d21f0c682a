/** Runs `nft` and `ip`; what they refuse is said with their own words. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { LabError } from '../../../runtime/lab-error.ts';
import { codeOf } from '../../../runtime/live/failure.ts';

const WORDS_MAX = 500;

/** @throws LabError `EGRESS_TOOL` */
export async function runTool(tool: string, args: readonly string[], input = ''): Promise<void> {
  const child = spawn(tool, args, { stdio: ['pipe', 'ignore', 'pipe'] });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(0, WORDS_MAX);
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  try {
    const [status] = await once(child, 'close');
    if (status !== 0) throw refused(tool, words.trim() || `it ended with ${status}`);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw refused(tool, 'it is not installed');
  }
}

function refused(tool: string, why: string): LabError {
  return new LabError(
    'EGRESS_TOOL',
    `expected ${tool} to do as it was told, but ${why}: run the egress in its own image (target egress), as root with cap_add NET_ADMIN`,
  );
}
