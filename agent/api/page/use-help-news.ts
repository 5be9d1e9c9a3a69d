import { useEffect, useState } from 'preact/hooks';
import type { StatusView } from '../schema.ts';
import type { TicketSummaryView } from '../support-schema.ts';
import type { ApiCalls } from './api-calls.ts';
import { endedSince, isNews, withSeen, type SeenTickets } from './help-news.ts';
import { keepSeen, keptSeen } from './kept-seen.ts';

export interface HelpNewsDesk {
  readonly seen: SeenTickets;
  /** Of which something has become that nobody at this screen has looked at, newest first. */
  readonly tickets: readonly TicketSummaryView[];
}

interface NewsParts {
  readonly calls: ApiCalls;
  readonly status: StatusView | undefined;
  /** Somebody is looking at it. */
  readonly shown: TicketSummaryView | undefined;
}

export function useHelpNews({ calls, status, shown }: NewsParts): HelpNewsDesk {
  const [seen, setSeen] = useState(keptSeen);
  const [ended, setEnded] = useState<readonly TicketSummaryView[]>([]);
  const open = status?.support.tickets ?? [];
  const look = (ticket: TicketSummaryView): void =>
    setSeen((before) => {
      const after = withSeen(before, ticket);
      keepSeen(after);
      return after;
    });
  useEffect(() => {
    if (shown !== undefined) look(shown);
  }, [JSON.stringify(shown)]);
  const gone = status === undefined ? [] : endedSince(open, seen);
  useEffect(() => {
    let isCurrent = true;
    const read = async (): Promise<void> => {
      const results = await Promise.all(gone.map((ticket) => calls.help(ticket)));
      if (!isCurrent) return;
      setEnded(results.flatMap((result) => (result.kind === 'done' ? [result.body] : [])));
    };
    void read();
    return () => {
      isCurrent = false;
    };
  }, [gone.join(' ')]);
  const others = ended.filter(({ ticket }) => gone.includes(ticket));
  return {
    seen,
    tickets: [...open, ...others].filter((ticket) => isNews(ticket, seen[ticket.ticket])),
  };
}
