import type { PortLine } from './trace-line.ts';

/**
 * What the HID devices that are open have said of their reports: whoever looks on later cannot read
 * those without it.
 */
export class Descriptors {
  readonly #lines = new Map<string, PortLine>();

  hear(line: PortLine): void {
    if (line.kind === 'report-descriptor') this.#lines.set(line.port, line);
    else if (line.kind === 'link-down') this.#lines.delete(line.port);
  }

  bytesOf(port: string): Uint8Array | undefined {
    const line = this.#lines.get(port);
    return line?.kind === 'report-descriptor' ? Buffer.from(line.hex, 'hex') : undefined;
  }

  of(ports: ReadonlySet<string>): readonly PortLine[] {
    return [...this.#lines.values()].filter(({ port }) => ports.has(port));
  }
}
