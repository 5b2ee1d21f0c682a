/**
 * A ramp of sign-ins on real sockets: agents in processes of their own, and the generator in
 * another. What it finds holds only where the machine did not give way before the agents did, which
 * is why it gives back how late the generator was.
 */
import { startLab } from '../../lab/start-lab.ts';
import type { AgentCapacity } from '../../protocol/capacity.ts';
import { createUndoStack } from '../../runtime/undo.ts';
import { describeLoadTarget } from '../describe-load-target.ts';
import { runGenerator } from '../live/builtin-engine.ts';
import type { MeasuredRun } from '../live/generator-process.ts';
import { openTarget } from '../live/open-target.ts';
import { type RampShape, rampOptions } from './ramp-lab.ts';

export interface LiveRamp extends RampShape {
  agents: number;
  capacity: AgentCapacity;
  crypto: 'rsa' | 'fast';
}

export async function rampLive(ramp: LiveRamp): Promise<MeasuredRun> {
  const { agents, capacity, crypto } = ramp;
  const undo = createUndoStack();
  try {
    const lab = undo.use(
      await startLab({
        ...{ mode: 'live', agentProcesses: true, traffic: false, agents, capacity, crypto },
      }),
    );
    const { targetFile } = undo.use(openTarget(describeLoadTarget(lab, { scope: 'openid' })));
    return await runGenerator({
      job: { options: rampOptions(ramp) },
      targetFile,
      progress() {},
      stop: new AbortController().signal,
    });
  } finally {
    await undo[Symbol.asyncDispose]();
  }
}
