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
  const { default: Screen } = await import('@novnc/novnc');
  const { url, protocols } = streamAddress(session, 'screen');
  const screen = new Screen(place, url, { shared: true, wsProtocols: protocols });
  screen.viewOnly = true;
  screen.scaleViewport = true;
  screen.clipViewport = false;
  screen.resizeSession = false;
  screen.showDotCursor = true;
  screen.background = 'transparent';
  screen.addEventListener('connect', () => onLink('live'));
  let isOver = false;
  screen.addEventListener('disconnect', () => {
    isOver = true;
    onLink('lost');
  });
  return {
    setViewOnly: (isViewOnly) => {
      screen.viewOnly = isViewOnly;
    },
    close: () => {
      if (!isOver) screen.disconnect();
    },
  };
}
