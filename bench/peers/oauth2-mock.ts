/** oauth2-mock-server as its README starts it: one RSA key, HTTPS. */
import { OAuth2Server } from 'oauth2-mock-server';
import { tellReady } from './tell.ts';

const [, , keyFile, certFile] = process.argv;
const server = new OAuth2Server(keyFile, certFile);
await server.issuer.keys.generate('RS256');
await server.start(0, '127.0.0.1');
tellReady({ tokenUrl: `https://127.0.0.1:${server.address().port}/token` });
