/** Whether an installer takes the agent that it finds: what is wrong with it, if anything. */
import { isOlder, isPreview } from '../../protocol/agent-versions.ts';

export function judgeUpgrade(from: string, to: string): string | undefined {
  if (isPreview(from)) {
    return `a preview agent (${from}) has to be uninstalled first, and the agent registered anew`;
  }
  if (isOlder(to, from)) {
    return `${from} is installed, and nothing older goes over it (${to})`;
  }
  return undefined;
}
