import { streamAddress } from './stream-address.ts';

export interface OpenedScreen {
  readonly setViewOnly: (isViewOnly: boolean) => void;
  readonly close: () => void;
}

/**
 * Shows the till's screen in a place of the page, fitted to it. It is large, and loaded only here.
 * Nothing is ever taken from or put into a clipboard: the page asks noVNC for neither.
 */
export async function openScreen(
  place: HTMLElement,
  session: string,
  onLink: (link: 'live' | 'lost') => void,
): Promise<OpenedScreen> {
  const [{ default: Screen }, { url, protocols }] = await Promise.all([
    import('@novnc/novnc'),
    streamAddress(session, 'screen'),
  ]);
  const screen = new Screen(place, url, { shared: true, wsProtocols: [...protocols] });
  screen.viewOnly = true;
  screen.scaleViewport = true;
  screen.clipViewport = false;
  screen.resizeSession = false;
  screen.showDotCursor = true;
  screen.background = 'transparent';
  screen.addEventListener('connect', () => onLink('live'));
  screen.addEventListener('disconnect', () => onLink('lost'));
  return {
    setViewOnly: (isViewOnly) => {
      screen.viewOnly = isViewOnly;
    },
    close: () => screen.disconnect(),
  };
}
