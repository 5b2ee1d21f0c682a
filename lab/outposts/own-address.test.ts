import { expect, test } from 'vitest';
import { parseDefaultRoute } from './own-address.ts';

const HEAD =
  'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n';
const NEAR = 'eth1\t000CBC0A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n';
const AWAY = 'eth0\t00000000\tFE01BC0A\t0003\t0\t0\t0\t00000000\t0\t0\t0\n';

test('the router of the default route, its bytes the right way round', () => {
  expect(parseDefaultRoute(HEAD + NEAR + AWAY)).toEqual(['eth0', '10.188.1.254']);
});

test('a host whose networks lead nowhere has no router', () => {
  expect(parseDefaultRoute(HEAD + NEAR)).toBeUndefined();
  expect(parseDefaultRoute('')).toBeUndefined();
});
