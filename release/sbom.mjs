/**
 * The bill of materials of the product in the form of CycloneDX: what npm says about all packages of the lock file, only for
 * those whose code is in the bundles. It names no time and no random number, so that it is the same for the same sources.
 * @param {BillOfMaterials} all from `npm sbom --sbom-format cyclonedx`
 * @param {string} licenses dist/licenses.txt
 * @param {string} name of the product; npm takes that of the folder
 * @returns {BillOfMaterials}
 */
export function billOfMaterials(all, licenses, name) {
  const bundled = new Set(
    [...licenses.matchAll(/^(\S+) (\d\S*) \(.*\)$/gm)].map(
      ([, bundledName, version]) => `${bundledName}@${version}`,
    ),
  );
  const root = all.metadata.component;
  const { timestamp: _time, ...metadata } = all.metadata;
  const { serialNumber: _number, ...rest } = all;
  const kept = /** @param {readonly string[]} refs */ refs => refs.filter(ref => bundled.has(ref));
  return {
    ...rest,
    metadata: { ...metadata, component: { ...root, type: 'application', name } },
    components: all.components
      .filter(component => bundled.has(component['bom-ref']))
      // In the bundles, they are neither optional nor for development.
      .map(component => ({ ...component, scope: 'required', properties: [] })),
    dependencies: all.dependencies.flatMap(({ ref, dependsOn = [] }) =>
      ref === root['bom-ref'] || bundled.has(ref) ? [{ ref, dependsOn: kept(dependsOn) }] : [],
    ),
  };
}

/**
 * @typedef {{ readonly 'bom-ref': string, readonly type: string, readonly name: string }} Component
 * @typedef {{
 *   readonly serialNumber?: string,
 *   readonly metadata: { readonly timestamp?: string, readonly component: Component },
 *   readonly components: readonly Component[],
 *   readonly dependencies: readonly { readonly ref: string, readonly dependsOn?: readonly string[] }[],
 * }} BillOfMaterials
 */
