/** Words of a subject by which somebody ends a contract, in the languages that customers write. */
const WORDS = [
  /\bkündig(e|en|ung)/iu,
  /\b(vertragsende|vertragskündigung)\b/iu,
  /\b(terminat(e|ion)|notice of termination|cancel(lation)? of (the |our |my )?(contract|agreement))\b/iu,
  /\b(baja (del|de la|de|en el) (contrato|servicio|suscripción)|solicitud de baja|rescisión|no renovación)\b/iu,
  /\b(disdetta|recesso (dal|del) contratto)\b/iu,
];

/** A hint alone: what a notice does is confirmed by a person. */
export function looksLikeNotice(subject: string): boolean {
  return WORDS.some((word) => word.test(subject));
}
