/** The name of a file at the end of its URI, without the percent signs of the encoding. */
export function fileNameOf(uri: string): string {
  return decodedUri(uri.slice(uri.lastIndexOf('/') + 1));
}

/** A URI, or a part of one, without the percent signs of the encoding; as it is if they are wrong. */
export function decodedUri(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
