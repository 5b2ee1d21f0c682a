/** Where an agent of a shared tenant may be led: to a lab near by, and nowhere else. */
import { expect, test } from 'vitest';
import { createCloudResolver, refuseForeignCloud } from './cloud-resolver.ts';

const NAME = 'login.microsoftonline.com.lab.localhost';

test('a cloud outside of loopback and private addresses is refused, and never dialled', async () => {
  const foreign = { host: '192.0.2.7', port: 443 };
  await expect(refuseForeignCloud(foreign)).rejects.toMatchObject({
    code: 'FOREIGN_ENDPOINT',
    message: expect.stringContaining('192.0.2.7'),
  });
  const resolver = createCloudResolver(foreign);
  expect(await resolver.address(NAME)).toEqual({ obstacle: 'name-not-resolved' });
});

test('every name of the cloud is at the address that was given', async () => {
  const near = { host: '127.0.0.1', port: 8443 };
  await refuseForeignCloud(near);
  const resolver = createCloudResolver(near);
  expect(await resolver.address(NAME)).toEqual({ address: '127.0.0.1', port: 8443 });
});
