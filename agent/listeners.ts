/**
 * The agent's open signalling sockets, by index: opens them, hands on what they say, and closes
 * them.
 */
import { SIGNALLING_PROTOCOL, type SignalFrame } from '../protocol/messages.ts';
import type { Channel, ChannelListener } from '../runtime/ports.ts';
import { refuseForeignEndpoint } from './guard.ts';
import type { Link } from './link.ts';
import type { AgentEffect, AgentEvent } from './state.ts';
import { parseFrame } from './wire.ts';

export interface Listeners {
  open(effect: Extract<AgentEffect, { type: 'open-listener' }>): Promise<AgentEvent>;
  close(index: number): void;
  send(index: number, frame: SignalFrame): void;
}

export function createListeners(link: Link, dispatch: (event: AgentEvent) => void): Listeners {
  const channels = new Map<number, Channel>();
  return {
    async open({ index, url }) {
      refuseForeignEndpoint(url);
      let own: Channel | undefined;
      const listener: ChannelListener = {
        message(text) {
          const frame = parseFrame(text);
          if (frame) dispatch({ type: 'frame', index, frame });
        },
        closed(failure) {
          // A listener may have been replaced by the time its old socket says that it is gone.
          if (channels.get(index) !== own) return;
          channels.delete(index);
          dispatch({ type: 'listener-closed', index, failure });
        },
      };
      const call = {
        from: link.vantage,
        timeoutMs: link.options.timings.signallingOpenTimeoutMs,
      };
      const outcome = await link.options.network.open(url, SIGNALLING_PROTOCOL, listener, call);
      if (!outcome.ok) {
        return {
          type: 'listener-failed',
          index,
          why: { failure: outcome.failure, at: outcome.at },
        };
      }
      own = outcome.value;
      channels.set(index, own);
      return { type: 'listener-opened', index };
    },
    close(index) {
      const channel = channels.get(index);
      channels.delete(index);
      channel?.close();
    },
    send: (index, frame) => channels.get(index)?.send(JSON.stringify(frame)),
  };
}
