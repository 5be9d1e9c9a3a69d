/**
 * The device console of a remote session, in text frames of JSON on its own stream: the till shows how it
 * stands, the technician asks for one of a few acts. What is not named here is not shown.
 */
import { z } from 'zod';
import { nameField, seqField, versionField, wallMsField } from './fields.ts';

export const CONSOLE_DEVICES_MAX = 128;
export const CONSOLE_PLACES_MAX = 256;
/** The newest lines of the journal that are shown. */
export const CONSOLE_LINES_MAX = 50;
/** One act. */
export const CONSOLE_ACT_MAX_BYTES = 1_024;

const TEXT_MAX_CHARS = 300;
const DEVICE_MAX_CHARS = 120;

const shortText = z.string().max(TEXT_MAX_CHARS);
const deviceField = z.string().min(1).max(DEVICE_MAX_CHARS);

const deviceSchema = z
  .strictObject({
    device: deviceField,
    kind: z.string().max(TEXT_MAX_CHARS),
    state: z.enum(['up', 'down', 'fault', 'starting']),
    /** In the device's own words; empty where there is nothing to say. */
    detail: shortText,
    /** Whether its port can be opened anew from here. */
    isRenewable: z.boolean(),
  })
  .readonly();

const levelSchema = z
  .strictObject({
    place: deviceField,
    currency: z.string(),
    valueMinor: z.int(),
    level: z.enum(['empty', 'near-empty', 'ok', 'near-full', 'full']),
    /** Null where this till hides what it expects. */
    count: z.int().nullable(),
  })
  .readonly();

const lineSchema = z
  .strictObject({
    seq: seqField,
    atMs: wallMsField,
    kind: z.string().max(TEXT_MAX_CHARS),
    /** Codes and numbers of the line; nothing that a person has typed, and nobody's name. */
    facts: z.record(z.string(), z.unknown()).readonly(),
  })
  .readonly();

export const consoleSnapshot = z
  .strictObject({
    kind: z.literal('snapshot'),
    till: shortText,
    atMs: wallMsField,
    versions: z
      .strictObject({ agent: versionField, node: versionField, platform: versionField })
      .readonly(),
    isReady: z.boolean(),
    devices: z.array(deviceSchema).max(CONSOLE_DEVICES_MAX).readonly(),
    levels: z.array(levelSchema).max(CONSOLE_PLACES_MAX).readonly(),
    counters: z
      .strictObject({
        journalLines: seqField,
        unsentLines: seqField,
        openPayouts: z.int().min(0),
        debts: z.int().min(0),
        operations: z.int().min(0),
      })
      .readonly(),
    licence: shortText,
    journal: z.array(lineSchema).max(CONSOLE_LINES_MAX).readonly(),
  })
  .readonly();
export type ConsoleSnapshot = z.infer<typeof consoleSnapshot>;

export const CONSOLE_OUTCOMES = [
  'done',
  /** The device is up: there is nothing to try again. */
  'not-needed',
  'not-found',
  /** Its port is spoken to in a way that has nothing to be opened anew. */
  'not-possible',
  /** Nobody at the till has granted control. */
  'control-not-granted',
  'till-in-sale',
  'failed',
] as const;
export type ConsoleOutcome = (typeof CONSOLE_OUTCOMES)[number];

const consoleAnswer = z
  .strictObject({ kind: z.literal('answer'), id: nameField, outcome: z.enum(CONSOLE_OUTCOMES) })
  .readonly();

/** What the till says. */
export const consoleMessage = z.discriminatedUnion('kind', [consoleSnapshot, consoleAnswer]);
export type ConsoleMessage = z.infer<typeof consoleMessage>;

/** What the technician's page says: one act, answered under its id. */
export const consoleAct = z.discriminatedUnion('action', [
  /** A device that is not up: its port is closed and opened again. */
  z
    .strictObject({
      kind: z.literal('act'),
      id: nameField,
      action: z.literal('retry-device'),
      device: deviceField,
    })
    .readonly(),
  /** The same for one that is up: it is asked anew what it is. */
  z
    .strictObject({
      kind: z.literal('act'),
      id: nameField,
      action: z.literal('re-identify'),
      device: deviceField,
    })
    .readonly(),
  /** A bundle of logs that the desk has asked for is put together and sent, once more if need be. */
  z
    .strictObject({
      kind: z.literal('act'),
      id: nameField,
      action: z.literal('request-logs'),
      bundle: nameField,
      withTrace: z.boolean(),
    })
    .readonly(),
]);
export type ConsoleAct = z.infer<typeof consoleAct>;
