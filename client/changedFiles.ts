/** What has changed since the servers were last asked: some files, or possibly everything. */
export class ChangedFiles {
  private files = new Set<string>();
  private isAll = false;

  add(uris: readonly string[]): void {
    for (const uri of uris) this.files.add(uri);
  }

  addAll(): void {
    this.isAll = true;
  }

  /** Forgets what has changed, and tells which servers that concerns: also those whose files are not known yet. */
  take(): (files: readonly string[] | undefined) => boolean {
    const { files: changed, isAll } = this;
    this.files = new Set();
    this.isAll = false;
    return files => isAll || files === undefined || files.some(uri => changed.has(uri));
  }
}
