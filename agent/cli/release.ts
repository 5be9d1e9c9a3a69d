import { UsageError, type Command, type CommandIo } from './command.ts';
import { addRelease, addRuntime } from './release-add.ts';
import { releaseArguments } from './release-flags.ts';
import { initRepository } from './release-init.ts';
import { publishRelease } from './release-publish.ts';
import { checkRelease } from './release-check.ts';
import { rotateRoot } from './release-rotate.ts';
import { listReleases, showRelease } from './release-show.ts';
import { signRelease } from './release-sign.ts';
import { yank } from './release-yank.ts';
import { required } from './values.ts';

export const releaseCommand: Command = {
  usage: `release --repository R --keys F
      init [--roots N --threshold K] [--hub-file FILE]          make a repository and its keys
           [--root-days 1095] [--targets-days 730] [--release-days 365]
      add-runtime ARCHIVE --runtime NAME --platform P           Node and packages, before what needs them
      add ARCHIVE --version V --channel C --platform P --class feature|fix|security|fiscal
          --floor V --security-floor V --runtime NAME
          [--released-at DATE] [--backdated-to DATE] [--in-force-on DATE]
      sign [--drop]                                             sign what waits for signatures, or drop it
      sign --renew                                              all releases for their full time again
      publish FOLDER                                            for a hub, which says itself what is fresh
      publish FOLDER --usb [--days 180] [--version V ...]       for a medium
      publish FOLDER --static [--days 7]                        for a plain server: every till gets all
      yank VERSION [--channel C] [--platform P]                 withdraw it; its version stays taken
      rotate-root [--add ROLE ...] [--remove KEY ...] [--replace KEY ...] [--threshold K]
          [--hub-file FILE]                                     keys; nothing said: the root is signed anew
      list [--json] | show [VERSION] [--json]
      check [--days 60] [--json]                                what is wrong, or will be in so many days
      [--passphrase-file FILE ...]   or TILLWARDEN_PASSPHRASE, or you are asked`,
  summary: 'Sign releases offline, and publish them for hubs and media.',
  run,
};

const ACTIONS =
  'release init, add-runtime, add, sign, publish, yank, rotate-root, list, show, check';

async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = releaseArguments(argv);
  const [action, what, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError(`what is ${rest.join(' ')}?`);
  switch (action) {
    case 'init':
      return await initRepository(values, io);
    case 'add':
      return await addRelease(required(what, 'which archive: release add ARCHIVE'), values, io);
    case 'add-runtime':
      return await addRuntime(required(what, 'which: release add-runtime ARCHIVE'), values, io);
    case 'sign':
      return await signRelease(values, io);
    case 'rotate-root':
      return await rotateRoot(values, io);
    case 'yank':
      return await yank(required(what, 'which: release yank VERSION'), values, io);
    case 'list':
      return listReleases(values, io);
    case 'show':
      return showRelease(what, values, io);
    case 'check':
      return checkRelease(values, io);
    case 'publish':
      return await publishRelease(required(what, 'where: release publish FOLDER'), values, io);
    default:
      throw new UsageError(`say one of these: ${ACTIONS}`);
  }
}
