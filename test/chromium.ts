/**
 * Chromium as the machine has it: Playwright wants the whole path, the list of parts knows a
 * command.
 */
import { existsSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { findPart } from '../cli/parts.ts';

export function launchChromium(env?: NodeJS.ProcessEnv): Promise<Browser> {
  return chromium.launch({
    executablePath: wholePath(findPart('chromium').command ?? 'chromium'),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    ...(env && { env: env as Record<string, string> }),
  });
}

function wholePath(command: string): string {
  if (isAbsolute(command)) return command;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = folders.map((folder) => join(folder, command)).find((file) => existsSync(file));
  return found ?? command;
}
