/** The director names what a till is to have, the repository says what there is: both must mean the same. */
import type { Release, VersionedFile } from '../core/update/release.ts';
import type { UpdateOrder } from '../core/update/update-order.ts';
import { releaseSchema, runtimeSchema } from '../../sync/trust/release-schema.ts';
import type { FoundTarget } from './refresh-words.ts';
import { isReleaseAt, type ReleaseLine } from './release-line.ts';
import { UpdateError } from './update-error.ts';

/** The release both speak of. Throws `UpdateError` `no-such-target` or `not-agreed`. */
export function agreedRelease(
  order: UpdateOrder,
  targets: ReadonlyMap<string, FoundTarget>,
): Release {
  const application = sameFile(order.application, targets);
  const runtime = sameFile(order.runtime, targets);
  const { data: release } = releaseSchema.safeParse(application.custom);
  const { data: described } = runtimeSchema.safeParse(runtime.custom);
  const { path, version } = order.application;
  if (release === undefined || !isReleaseAt(path, release) || release.version !== version) {
    throw disagreement(`${path} is not release ${version}`);
  }
  const isItsRuntime =
    described?.runtime === order.runtime.version &&
    described.runtime === release.runtime &&
    described.platform === release.platform;
  if (!isItsRuntime) throw disagreement(`${order.runtime.path} is not the runtime of ${version}`);
  return release;
}

/** The channel and platform an order's path names. Throws `UpdateError` where it names none. */
export function lineOfOrder({ application: { path } }: UpdateOrder): ReleaseLine {
  const [app, channel, platform, , ...rest] = path.split('/');
  if (app === 'app' && channel !== undefined && platform !== undefined && rest.length === 0) {
    return { channel, platform };
  }
  throw disagreement(`${path} is not where releases lie`);
}

function sameFile(file: VersionedFile, targets: ReadonlyMap<string, FoundTarget>): FoundTarget {
  const target = targets.get(file.path);
  if (target === undefined) {
    throw new UpdateError('no-such-target', `the repository has no ${file.path}`);
  }
  const isSame = target.sha256 === file.sha256 && target.lengthBytes === file.lengthBytes;
  if (!isSame) throw disagreement(`${file.path} is not the file that the director names`);
  return target;
}

function disagreement(detail: string): UpdateError {
  return new UpdateError('not-agreed', detail);
}
