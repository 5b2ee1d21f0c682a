/**
 * Unit tests open no socket. Whatever tries is told which suffix its test needs; without this a
 * test may pass here because something happens to listen.
 */
import net from 'node:net';

function denied(): never {
  throw new Error(
    'A .test.ts file opens no socket. Use a virtual network, or name it .e2e.test.ts.',
  );
}

net.Socket.prototype.connect = denied;
net.Server.prototype.listen = denied;
