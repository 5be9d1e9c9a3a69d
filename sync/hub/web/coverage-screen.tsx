import type { JSX } from 'preact';
import { Notice } from '../../../agent/ui/notice.tsx';
import { businessWords } from '../../../agent/words/business-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { moneyText } from '../../../agent/words/money.ts';
import type { CoverageView } from '../api/coverage-schema.ts';
import type { SessionView, StationsView, StationSummary } from '../api/schema.ts';
import { hasField, type HubCalls } from './hub-calls.ts';
import { LinkNotice } from './link-notice.tsx';
import { hashOf } from './place.ts';
import { usePolled } from './use-polled.ts';

export interface CoverageScreenProps {
  readonly language: Language;
  readonly calls: HubCalls;
  readonly session: SessionView;
}

type ContractCoverage = CoverageView['contracts'][number];

/** Which tills each contract covers, whom it leaves out, and what one more would cost. */
export function CoverageScreen({ language, calls, session }: CoverageScreenProps): JSX.Element {
  const coverage = usePolled(calls, '/v1/coverage', isCoverage);
  const stations = usePolled(calls, '/v1/stations', isStations);
  const words = businessWords(language);
  const contracts = coverage.view?.contracts ?? [];
  const tills = stations.view?.stations ?? [];
  return (
    <>
      <div class="screen-head">
        <h1 class="heading">{words.nav.coverage}</h1>
        {session.actions.includes('write-books') && (
          <a
            class="button button-plain button-normal"
            href={hashOf({ screen: 'books', book: 'contracts' })}
          >
            {words.coverage.toBook}
          </a>
        )}
      </div>
      <p class="card-text">{words.coverage.text}</p>
      <LinkNotice polled={coverage} language={language} />
      {coverage.view?.contracts.length === 0 && <Notice tone="plain" {...words.coverage.none} />}
      {contracts.toSorted(byNeed).map((contract) => (
        <ContractCard key={contract.contract} {...{ contract, tills, language }} />
      ))}
      {coverage.view !== undefined && contracts.length > 0 && (
        <Elsewhere {...{ contracts, tills, language }} />
      )}
    </>
  );
}

/** Those that leave somebody out first. */
function byNeed(a: ContractCoverage, b: ContractCoverage): number {
  return (
    b.uncovered.length - a.uncovered.length ||
    b.over - a.over ||
    a.contract.localeCompare(b.contract)
  );
}

interface ContractCardProps {
  readonly contract: ContractCoverage;
  readonly tills: readonly StationSummary[];
  readonly language: Language;
}

function ContractCard({ contract, tills, language }: ContractCardProps): JSX.Element {
  const words = businessWords(language).coverage;
  const { covered, absent, uncovered, unseen, capacity } = contract;
  const taken = String(covered.length + absent.length);
  const lines = [
    ...uncovered.map((station) => ({ station, text: words.uncovered, tone: 'alert' })),
    ...covered.map((station) =>
      unseen.includes(station)
        ? { station, text: words.unseen, tone: 'warning' }
        : { station, text: words.covered, tone: 'plain' },
    ),
    ...absent.map((station) => ({ station, text: words.absent, tone: 'warning' })),
  ];
  return (
    <section class="card card-stack">
      <div class="screen-head">
        <h2 class="sub-heading">
          {contract.contract} <span class="quiet">{whereOf(contract)}</span>
        </h2>
        <p class="coverage-count">{words.covers(taken, String(capacity))}</p>
      </div>
      <CoverageNotice {...{ contract, language }} />
      <table class="table table-plain">
        <tbody>
          {lines.map(({ station, text, tone }) => (
            <tr key={station}>
              <td>
                <TillName {...{ station, tills }} />
              </td>
              <td class={`tone-${tone}`}>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function whereOf({ customer, site }: ContractCoverage): string {
  return site === null ? customer : `${customer} · ${site}`;
}

/** What is wrong, or will be with the next till, and what it costs. */
function CoverageNotice(props: {
  readonly contract: ContractCoverage;
  readonly language: Language;
}): JSX.Element {
  const { contract, language } = props;
  const words = businessWords(language).coverage;
  const { over, spare, uncovered } = contract;
  if (over > 0) {
    const { title, text } = words.over(String(over));
    return (
      <Notice tone="alert" {...{ title }} text={`${text} ${anotherText(contract, language)}`} />
    );
  }
  if (uncovered.length > 0) {
    return <Notice tone="warning" {...words.nameIt(String(uncovered.length))} />;
  }
  if (spare === 0) {
    const { title, text } = words.full;
    return (
      <Notice tone="plain" {...{ title }} text={`${text} ${anotherText(contract, language)}`} />
    );
  }
  return <p class="card-text">{words.spare(String(spare))}</p>;
}

function anotherText({ another, currency }: ContractCoverage, language: Language): string {
  const words = businessWords(language).coverage;
  const priced = another.flatMap(({ priceMinor }) =>
    priceMinor === undefined ? [] : [words.another(moneyText(priceMinor, currency, language))],
  );
  return priced.length === 0 ? words.anotherOnRequest : priced.join(' ');
}

function TillName(props: {
  readonly station: string;
  readonly tills: readonly StationSummary[];
}): JSX.Element {
  const { station, tills } = props;
  const till = tills.find((each) => each.station === station);
  if (till === undefined) return <span class="text-cell">{station}</span>;
  return (
    <a class="till-link" href={hashOf({ screen: 'till', station })}>
      {till.name}
    </a>
  );
}

/** A till that no contract names is not told of by any of them. */
function Elsewhere(props: {
  readonly contracts: readonly ContractCoverage[];
  readonly tills: readonly StationSummary[];
  readonly language: Language;
}): JSX.Element | null {
  const { contracts, tills, language } = props;
  const words = businessWords(language).coverage;
  const named = new Set(contracts.flatMap(({ covered, uncovered }) => [...covered, ...uncovered]));
  const others = tills.filter(({ station, isRevoked }) => !isRevoked && !named.has(station));
  if (others.length === 0) return null;
  return (
    <section class="card">
      <h2 class="sub-heading">{words.elsewhere}</h2>
      <p class="card-text">{words.elsewhereText}</p>
      <ul class="plain-list">
        {others.map(({ station, site }) => (
          <li key={station}>
            <TillName {...{ station, tills }} /> <span class="quiet">{site}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function isCoverage(body: unknown): body is CoverageView {
  return hasField(body, 'contracts');
}

function isStations(body: unknown): body is StationsView {
  return hasField(body, 'stations');
}
