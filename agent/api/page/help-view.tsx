import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ActionButton } from '../../ui/action-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { QuestionDialog } from '../../ui/question-dialog.tsx';
import { helpWords } from '../../words/help-words.ts';
import type { Language } from '../../words/language.ts';
import { moneyViewWords } from '../../words/money-view-words.ts';
import type { TicketView } from '../support-schema.ts';
import type { ApiCalls } from './api-calls.ts';
import { answerText, isOver, ticketName } from './help-answer.ts';
import { HelpAnswer } from './help-answer-panel.tsx';
import { HelpChat } from './help-chat.tsx';
import { UnattendedDialog } from './unattended-dialog.tsx';
import type { HelpDesk } from './use-help-desk.ts';

export interface HelpViewProps {
  readonly desk: HelpDesk;
  readonly calls: ApiCalls;
  readonly language: Language;
  readonly currency: string;
  readonly onBack: () => void;
}

/** What became of a call for help, and what is said about it. */
export function HelpView(props: HelpViewProps): JSX.Element {
  const { desk, language } = props;
  const words = helpWords(language);
  const { ticket, failure, isAsking } = desk;
  return (
    <main class="help">
      <Head {...props} />
      {failure !== undefined && (
        <Notice tone="alert" {...failure}>
          {ticket === undefined && (
            <ActionButton tone="primary" isDisabled={isAsking} onPress={desk.ask}>
              {moneyViewWords(language).tryAgain}
            </ActionButton>
          )}
        </Notice>
      )}
      {ticket === undefined && isAsking && <p class="help-asking">{words.asking}</p>}
      {ticket !== undefined && <Body {...props} ticket={ticket} />}
    </main>
  );
}

function Head({ desk, language, onBack }: HelpViewProps): JSX.Element {
  const words = helpWords(language);
  const { ticket } = desk;
  return (
    <header class="help-head">
      <h1 class="help-name">{ticket === undefined ? words.help : ticketName(ticket, language)}</h1>
      {ticket !== undefined && !isOver(ticket) && (
        <p class={ticket.isDelivered ? 'help-way help-delivered' : 'help-way'}>
          {ticket.isDelivered ? words.delivered : words.kept}
        </p>
      )}
      <Others desk={desk} language={language} />
      <ActionButton onPress={onBack}>{words.back}</ActionButton>
    </header>
  );
}

type OthersProps = Pick<HelpViewProps, 'desk' | 'language'>;

/** Mostly there is one; whoever has more finds the others. */
function Others({ desk, language }: OthersProps): JSX.Element {
  const others = desk.open.filter(({ ticket }) => ticket !== desk.ticket?.ticket);
  return (
    <nav class="help-others" aria-label={helpWords(language).requests}>
      {others.slice(0, OTHERS_MAX).map((one) => (
        <ActionButton key={one.ticket} onPress={() => desk.show(one.ticket)}>
          {ticketName(one, language)}
        </ActionButton>
      ))}
    </nav>
  );
}

/** What fits beside the name of the one that is shown. */
const OTHERS_MAX = 2;

type BodyProps = HelpViewProps & { readonly ticket: TicketView };

function Body({ ticket, desk, calls, language, currency }: BodyProps): JSX.Element {
  return (
    <div class="help-body">
      <HelpAnswer answer={answerText(ticket, { language, currency })} language={language}>
        <More {...{ ticket, desk, calls, language }} />
      </HelpAnswer>
      <HelpChat key={ticket.ticket} ticket={ticket} language={language} onSay={desk.say} />
    </div>
  );
}

type MoreProps = Omit<BodyProps, 'currency' | 'onBack'>;

function More({ ticket, desk, calls, language }: MoreProps): JSX.Element {
  const [asked, setAsked] = useState<'withdraw' | 'hours' | undefined>(undefined);
  const words = helpWords(language);
  const close = (): void => setAsked(undefined);
  return (
    <div class="help-more">
      {!isOver(ticket) && (
        <ActionButton onPress={() => setAsked('withdraw')}>{words.withdraw}</ActionButton>
      )}
      <ActionButton isDisabled={desk.isAsking} onPress={desk.ask}>
        {words.newRequest}
      </ActionButton>
      <ActionButton onPress={() => setAsked('hours')}>{words.unattended.open}</ActionButton>
      {asked === 'withdraw' && (
        <QuestionDialog
          {...words.withdrawQuestion}
          onNo={close}
          onYes={() => {
            close();
            desk.withdraw();
          }}
        />
      )}
      {asked === 'hours' && <UnattendedDialog {...{ calls, language }} onClose={close} />}
    </div>
  );
}
