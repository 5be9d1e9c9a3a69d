/** The package says where its code is, and its types where it was before. */
declare module '@novnc/novnc' {
  export { default } from '@novnc/novnc/lib/rfb';
}
