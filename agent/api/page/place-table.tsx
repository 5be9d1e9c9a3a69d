import type { JSX } from 'preact';
import type { Language } from '../../words/language.ts';
import { moneyText } from '../../words/money.ts';
import { moneyViewWords } from '../../words/money-view-words.ts';
import type { CountsView } from '../schema.ts';
import { sumsByCurrency } from './place-sums.ts';
import { placeText } from './place-text.ts';

export interface PlaceTableProps {
  readonly counts: CountsView;
  readonly language: Language;
}

type Place = CountsView['places'][number];

/** What lies where, how full that is, and what is missing to the float. */
export function PlaceTable({ counts, language }: PlaceTableProps): JSX.Element {
  const words = moneyViewWords(language);
  const { places } = counts;
  const isBlind = places.some(({ totalMinor }) => totalMinor === null);
  return (
    <section class="places" aria-label={words.places}>
      <h2 class="places-heading">
        {words.places}
        {!isBlind && (
          <span class="places-sum">
            {sumsByCurrency(counts).map(({ currency, sumMinor }) => (
              <span key={currency}>{moneyText(sumMinor, currency, language)}</span>
            ))}
          </span>
        )}
      </h2>
      {places.length === 0 && <p class="places-note">{words.noDevice}</p>}
      {isBlind && <p class="places-note">{words.blind}</p>}
      <ul class="places-list">
        {places.map((place) => (
          <PlaceRow key={place.place} place={place} language={language} />
        ))}
      </ul>
    </section>
  );
}

interface PlaceRowProps {
  readonly place: Place;
  readonly language: Language;
}

function PlaceRow({ place, language }: PlaceRowProps): JSX.Element {
  const words = moneyViewWords(language);
  const { currency, valueMinor, counts, totalMinor, level } = place;
  const number = new Intl.NumberFormat(language);
  const count = counts?.reduce((sum, one) => sum + one.count, 0);
  const money = (minor: number): string => moneyText(minor, currency, language);
  return (
    <li class="place">
      <p class="place-name">
        {valueMinor === undefined ? placeText(place.place, language) : money(valueMinor)}
        {valueMinor !== undefined && <small class="place-device">{place.place}</small>}
      </p>
      {level !== null && <p class={`place-level level-${level}`}>{words.levels[level]}</p>}
      {totalMinor !== null && count !== undefined && (
        <p class="place-held">
          {money(totalMinor)}
          <small>
            {words.pieces(number.format(count))}
            <Missing toFloat={place.toFloat} language={language} />
          </small>
        </p>
      )}
    </li>
  );
}

function Missing({
  toFloat,
  language,
}: {
  readonly toFloat: number | null;
  readonly language: Language;
}): JSX.Element | null {
  if (toFloat === null || toFloat === 0) return null;
  const words = moneyViewWords(language);
  const count = new Intl.NumberFormat(language).format(Math.abs(toFloat));
  return toFloat > 0 ? (
    <b class="place-missing"> · {words.toPutIn(count)}</b>
  ) : (
    <b> · {words.toTakeOut(count)}</b>
  );
}
