/** Passes bytes on between two sockets, as little as a program can do between them. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';

const [to = ''] = process.argv.slice(2);
const server = createServer({ noDelay: true }, (from) => {
  const next = connect({ host: '127.0.0.1', port: Number(to), noDelay: true });
  from.pipe(next).pipe(from);
  server.close();
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`);
