/** A screen in this process, a till and a hub in theirs, and a technician in this one again. */
import { join } from 'node:path';
import type { Socket } from 'node:net';
import type { RelayPlace } from '../../sync/uplink/relay-stream.ts';
import { JsonProcess } from '../support/json-process.ts';
import { RelayDesk } from '../support/relay-desk.ts';
import { RfbPage } from '../support/rfb-page.ts';
import { RfbServer } from '../support/rfb-server.ts';

const TILL = join(import.meta.dirname, 'relay-till.ts');
/** Tills and hubs are started with these by `scripts/tillwarden`. */
const NODE_OPTIONS = '--max-semi-space-size=1';

export interface RelayTillOrder {
  readonly place: RelayPlace;
  readonly session: string;
  readonly port: number;
}

export class RelayRig implements AsyncDisposable {
  readonly page: RfbPage;
  readonly till: JsonProcess;
  /** What a VNC server would paint on. */
  readonly screen: Socket;
  readonly #parts: AsyncDisposableStack;

  private constructor(
    ends: Pick<RelayRig, 'page' | 'till' | 'screen'>,
    parts: AsyncDisposableStack,
  ) {
    this.page = ends.page;
    this.till = ends.till;
    this.screen = ends.screen;
    this.#parts = parts;
  }

  /** Resolves when the technician sees the screen. */
  static async open(): Promise<RelayRig> {
    await using parts = new AsyncDisposableStack();
    const desk = parts.use(await RelayDesk.open({ env: { NODE_OPTIONS } }));
    const screen = parts.use(await RfbServer.listen());
    const session = await desk.session();
    const order: RelayTillOrder = { place: desk.place, session, port: screen.port };
    const till = new JsonProcess('the till', [process.execPath, TILL], {
      NODE_OPTIONS,
      RELAY_TILL: JSON.stringify(order),
    });
    parts.defer(() => till.kill());
    await till.line('its screen is shown', ({ kind }) => kind === 'opened');
    const page = new RfbPage(desk.technician(session, 'screen'));
    parts.defer(() => page.socket.terminate());
    await page.join(RfbServer.init);
    return new RelayRig({ page, till, screen: screen.client }, parts.move());
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#parts.disposeAsync();
  }
}
