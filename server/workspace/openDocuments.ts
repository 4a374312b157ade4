import type { Language } from '../languages/language.ts';
import type { OpenDocument } from './documents.ts';
import { canonicalUri } from './location.ts';

/** An open document that includes others. */
interface Including {
  readonly language: Language;
  /** The included paths as they stand in the text, one per line. */
  readonly paths: string;
}

/** What is open in the editor. Documents are found by any spelling of their URI. */
export class OpenDocuments {
  private readonly documents = new Map<string, OpenDocument>();
  private readonly inAnyCase = new Map<string, string>();
  private readonly including = new Map<string, Including>();
  /** Canonical URIs of what was opened or changed since `noticeIncludes`. */
  private readonly edited = new Set<string>();

  open(document: OpenDocument): void {
    const canonical = canonicalUri(document.uri);
    this.documents.set(canonical, document);
    this.inAnyCase.set(canonical.toLowerCase(), document.uri);
    this.edited.add(canonical);
  }

  close(uri: string): void {
    const canonical = canonicalUri(uri);
    this.documents.delete(canonical);
    this.including.delete(canonical);
    this.inAnyCase.delete(canonical.toLowerCase());
  }

  get(uri: string): OpenDocument | undefined {
    return this.documents.get(canonicalUri(uri));
  }

  get all(): Iterable<OpenDocument> {
    return this.documents.values();
  }

  get size(): number {
    return this.documents.size;
  }

  /** The URI of an open document, by its canonical URI in lowercase. */
  uriInAnyCase(lower: string): string | undefined {
    return this.inAnyCase.get(lower);
  }

  changed(uri: string): void {
    this.edited.add(canonicalUri(uri));
  }

  /** Looks at what was edited since the last call; true if a document now includes other paths than before. */
  noticeIncludes(): boolean {
    let isNews = false;
    for (const uri of this.edited) {
      const document = this.documents.get(uri);
      const paths = document === undefined ? '' : pathsIncluded(document);
      if (paths === (this.including.get(uri)?.paths ?? '')) continue;
      if (paths === '' || document?.language === undefined) this.including.delete(uri);
      else this.including.set(uri, { language: document.language, paths });
      isNews = true;
    }
    this.edited.clear();
    return isNews;
  }

  /** Canonical URIs of the documents in a language that include others, as of `noticeIncludes`. */
  includingIn(language: Language): string[] {
    return [...this.including].filter(([, found]) => found.language === language).map(([uri]) => uri);
  }
}

function pathsIncluded(document: OpenDocument): string {
  const { language } = document;
  if (language === undefined || language.includeBases?.length === 0 || document.refusal !== undefined)
    return '';
  try {
    return language
      .includes(document.tree(language))
      .map(({ path }) => path)
      .join('\n');
  } catch {
    // Reported when the document itself is requested.
    return '';
  }
}
