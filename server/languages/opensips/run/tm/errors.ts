/** The reply for an internal error, as err2reason_phrase words it. */
export function errorReason(
  error: number,
  signature: string,
): { readonly code: number; readonly reason: string } {
  const [text, code] = phraseOf(error);
  return { code, reason: `${text} (${-error}/${signature})` };
}

function phraseOf(error: number): readonly [string, number] {
  switch (error) {
    case -473:
      return ['Filtered destination', 473];
    case -477:
      return ['Send failed', 477];
    case -476:
      return ['Unresolvable destination', 476];
    case -400:
      return ['Bad Request', 400];
    case -475:
      return ['Bad URI', 475];
    case -18:
      return ['No destination available', 500];
    default:
      return ['Server error occurred', 500];
  }
}
