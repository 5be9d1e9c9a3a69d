/** A real SMTP server over TLS and a real IMAP server, on this computer's loopback and in a folder. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import { SMTPServer } from 'smtp-server';

const DOVECOT = '/usr/sbin/dovecot';
/** Comes with the system. */
const OPENSSL = 'openssl';
const PASSWORD = 'a password of the test';
const READY_WITHIN_MS = 10_000;
const LOOK_AGAIN_MS = 50;

/** What is missing for these tests; they say so, and loudly. */
export function missingMailProgram(): string | undefined {
  return existsSync(DOVECOT) ? undefined : `${DOVECOT} (Debian: apt-get install dovecot-imapd)`;
}

export interface SentMail {
  readonly to: readonly string[];
  readonly source: string;
}

export class MailServers implements AsyncDisposable {
  readonly folder: string;
  readonly sent: SentMail[] = [];
  /** The next so many mails are refused for now. */
  refusals = 0;
  /** Nobody has these addresses. */
  readonly unknown = new Set<string>();
  readonly #smtp: SMTPServer;
  readonly #dovecot: ChildProcess;
  readonly #imapPort: number;

  private constructor(folder: string, imapPort: number) {
    this.folder = folder;
    this.#imapPort = imapPort;
    const [cert, key] = ['cert.pem', 'key.pem'].map((name) => readFileSync(join(folder, name)));
    this.#smtp = new SMTPServer({
      cert,
      key,
      authMethods: ['PLAIN'],
      onAuth: ({ username, password }, _, done) => {
        const isRight = username === 'hub' && password === PASSWORD;
        done(isRight ? null : new TypeError('wrong password'), { user: username });
      },
      onRcptTo: ({ address }, _, done) => {
        if (!this.unknown.has(address)) return done();
        return done(Object.assign(new TypeError('no such user'), { responseCode: 550 }));
      },
      onData: (stream, session, done) => {
        const pieces: Buffer[] = [];
        stream.on('data', (piece: Buffer) => pieces.push(piece));
        stream.on('end', () => {
          if (this.refusals > 0) {
            this.refusals -= 1;
            return done(Object.assign(new TypeError('later'), { responseCode: 451 }));
          }
          const to = session.envelope.rcptTo.map(({ address }) => address);
          this.sent.push({ to, source: Buffer.concat(pieces).toString('utf8') });
          return done();
        });
      },
    });
    this.#dovecot = spawn(DOVECOT, ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore' });
  }

  static async start(folder: string): Promise<MailServers> {
    makeCertificate(folder);
    const port = await freePort();
    writeDovecot(folder, port);
    const servers = new MailServers(folder, port);
    await once(servers.#smtp.listen(0, '127.0.0.1'), 'listening');
    await servers.#whenReady();
    return servers;
  }

  /** The settings of a hub that uses both, in a file of its own. */
  writeSettings(): string {
    const { port } = this.#smtp.server.address() as AddressInfo;
    const caFile = join(this.folder, 'cert.pem');
    const path = join(this.folder, 'mail.json');
    const settings = {
      from: { name: 'Support', address: 'support@vendor.example' },
      language: 'en',
      smtp: {
        host: 'localhost',
        port,
        security: 'starttls',
        user: 'hub',
        password: PASSWORD,
        caFile,
      },
      imap: {
        host: 'localhost',
        port: this.#imapPort,
        security: 'starttls',
        user: 'support',
        password: PASSWORD,
        caFile,
        mailbox: 'INBOX',
      },
    };
    writeFileSync(path, JSON.stringify(settings), { mode: 0o600 });
    return path;
  }

  /** Puts a mail into the mailbox, as its server took it in at an instant. */
  async deliver(source: string, at = new Date()): Promise<void> {
    const client = this.#client();
    await client.connect();
    await client.append('INBOX', source.replaceAll('\n', '\r\n'), [], at);
    await client.logout();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#dovecot.kill('SIGTERM');
    await new Promise<void>((resolve) => {
      this.#smtp.close(resolve);
    });
    if (this.#dovecot.exitCode === null) await once(this.#dovecot, 'exit');
  }

  #client(): ImapFlow {
    return new ImapFlow({
      host: 'localhost',
      port: this.#imapPort,
      secure: false,
      doSTARTTLS: true,
      tls: { ca: readFileSync(join(this.folder, 'cert.pem')) },
      auth: { user: 'support', pass: PASSWORD },
      logger: false,
    });
  }

  async #whenReady(): Promise<void> {
    const untilMs = performance.now() + READY_WITHIN_MS;
    for (;;) {
      const client = this.#client();
      client.on('error', () => undefined);
      try {
        await client.connect();
        await client.logout();
        return;
      } catch (cause) {
        if (performance.now() > untilMs) throw cause;
        await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
      }
    }
  }
}

function makeCertificate(folder: string): void {
  const names = 'subjectAltName=DNS:localhost';
  const what = `req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext ${names}`;
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
  execFileSync(OPENSSL, [...what.split(' '), ...files], { stdio: 'ignore' });
}

/** Everything of it lies in the folder. */
function writeDovecot(folder: string, port: number): void {
  const { user, login } = dovecotUsers();
  const group = idOf('-gn', user);
  mkdirSync(join(folder, 'mail'));
  writeFileSync(join(folder, 'users'), `support:{PLAIN}${PASSWORD}::::::\n`);
  chownSync(join(folder, 'mail'), Number(idOf('-u', user)), Number(idOf('-g', user)));
  // Its processes go through the folder; what is secret in it is readable by its owner alone.
  chmodSync(folder, 0o711);
  const lines = `
    protocols = imap
    base_dir = ${folder}/run
    state_dir = ${folder}/state
    log_path = ${folder}/dovecot.log
    listen = 127.0.0.1, ::1
    default_internal_user = ${user}
    default_internal_group = ${group}
    default_login_user = ${login}
    first_valid_uid = 0
    first_valid_gid = 0
    mail_uid = ${user}
    mail_gid = ${group}
    mail_location = maildir:${folder}/mail
    ssl = required
    ssl_cert = <${folder}/cert.pem
    ssl_key = <${folder}/key.pem
    passdb {
      driver = passwd-file
      args = scheme=PLAIN ${folder}/users
    }
    userdb {
      driver = static
      args = uid=${user} gid=${group} home=${folder}/mail
    }
    service imap-login {
      chroot =
      inet_listener imap {
        port = ${port}
      }
      inet_listener imaps {
        port = 0
      }
    }
    service anvil {
      chroot =
    }
    service stats {
      chroot =
    }
  `;
  writeFileSync(join(folder, 'dovecot.conf'), lines);
}

/** Its own users where root runs the tests, since it refuses to serve as root; otherwise this one. */
function dovecotUsers(): { readonly user: string; readonly login: string } {
  const { uid, username } = userInfo();
  return uid === 0 ? { user: 'dovecot', login: 'dovenull' } : { user: username, login: username };
}

function idOf(what: string, user: string): string {
  return execFileSync('id', [what, user], { encoding: 'utf8' }).trim();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
