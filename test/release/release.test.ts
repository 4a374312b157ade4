import { describe, expect, it } from 'vitest';
import { changelogObstacle } from '../../release/changelog.mjs';
import { billOfMaterials } from '../../release/sbom.mjs';

describe('a release', () => {
  it.each([
    ['## [Unreleased]\n\n## [1.0.0] - 2026-01-02\n\n### Added\n\n- A\n', undefined],
    ['## [1.0.0] - 2026-01-02\n\n- A\n\n## [0.9.0] - 2025-01-02\n\n- B\n', undefined],
    ['## [0.9.0] - 2025-01-02\n\n- B\n', 'no section [1.0.0]'],
    ['## [1.0.0]\n\n- A\n', 'needs a date'],
    ['## [1.0.0] - 2026-01-02\n\n## [0.9.0] - 2025-01-02\n\n- B\n', 'is empty'],
    ['## [Unreleased]\n\n- C\n\n## [1.0.0] - 2026-01-02\n\n- A\n', 'entries under [Unreleased]'],
  ])('needs a changelog like %j: %s', (text, obstacle) => {
    const found = changelogObstacle(`# Changelog\n\n${text}`, '1.0.0');
    if (obstacle === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(obstacle);
  });

  it('has a bill of materials with the bundled packages only, the same on every day', () => {
    const component = (ref: string) => ({
      'bom-ref': ref,
      type: 'library',
      name: ref.replace(/@[^@]*$/, ''),
      scope: 'optional',
    });
    const all = {
      bomFormat: 'CycloneDX',
      serialNumber: 'urn:uuid:1',
      metadata: { timestamp: '2026-01-02T00:00:00Z', component: component('folder@1.0.0') },
      components: ['diff@9.0.0', '@a/b@2.0.0', 'diff@8.0.0', 'vitest@4.0.0'].map(component),
      dependencies: [
        { ref: 'folder@1.0.0', dependsOn: ['diff@9.0.0', 'vitest@4.0.0'] },
        { ref: 'diff@9.0.0', dependsOn: ['@a/b@2.0.0', 'vitest@4.0.0'] },
        { ref: 'vitest@4.0.0', dependsOn: ['diff@8.0.0'] },
      ],
    };
    const licenses = `diff 9.0.0 (BSD-3-Clause)\n\nText\n\n${'-'.repeat(80)}\n\n@a/b 2.0.0 (MIT)\n\nText\n`;
    expect(billOfMaterials(all, licenses, 'sip-workbench')).toEqual({
      bomFormat: 'CycloneDX',
      metadata: { component: { ...component('folder@1.0.0'), name: 'sip-workbench', type: 'application' } },
      components: ['diff@9.0.0', '@a/b@2.0.0'].map(ref => ({
        ...component(ref),
        scope: 'required',
        properties: [],
      })),
      dependencies: [
        { ref: 'folder@1.0.0', dependsOn: ['diff@9.0.0'] },
        { ref: 'diff@9.0.0', dependsOn: ['@a/b@2.0.0'] },
      ],
    });
  });
});
