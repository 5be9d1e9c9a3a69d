/** Reads a serial port and says each byte again over a socket; as little as a program can do. */
import { connect } from 'node:net';
import { SerialPort } from 'serialport';

const [path = '', port = ''] = process.argv.slice(2);
const socket = connect({ host: '127.0.0.1', port: Number(port), noDelay: true });
const serial = new SerialPort({ path, baudRate: 9_600 });
serial.on('open', () => socket.write('ready'));
serial.on('data', (bytes: Buffer) => socket.write(bytes));
socket.on('close', () => serial.close());
