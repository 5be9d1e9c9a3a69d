/** Where a target stands in the repository, and under which name its file lies. */

/** Such as `app/stable/linux-x64/tillwarden-1.4.12.tar.gz`. */
export function applicationPath(release: {
  readonly channel: string;
  readonly platform: string;
  readonly version: string;
}): string {
  return `app/${release.channel}/${release.platform}/tillwarden-${release.version}.tar.gz`;
}

/** Such as `runtime/linux-x64/runtime-24.21.0-1.tar.gz`. */
export function runtimePath(runtime: {
  readonly platform: string;
  readonly runtime: string;
}): string {
  return `runtime/${runtime.platform}/runtime-${runtime.runtime}.tar.gz`;
}

/** The name of its file below `targets/`: with consistent snapshots the hash stands before it. */
export function storedPath(file: { readonly path: string; readonly sha256: string }): string {
  const at = file.path.lastIndexOf('/') + 1;
  return `${file.path.slice(0, at)}${file.sha256}.${file.path.slice(at)}`;
}
