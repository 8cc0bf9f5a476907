// Audit pages in one browser and print a line of JSON for each audit; `lighthouse.py` says with what.
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const { browser, options, categories, addresses } = JSON.parse(process.argv[2]);
const chrome = await launch({ chromePath: browser, chromeFlags: ["--headless=new", ...options], ignoreDefaultFlags: true });

function summary({ lhr }) {
  // How fast a page is, is a matter of degree: there only the score counts.
  const { performance, ...others } = lhr.categories;
  const failed = Object.values(others).flatMap((category) => category.auditRefs)
    .filter(({ id, weight }) => weight > 0 && (lhr.audits[id].score ?? 1) < 1).map(({ id }) => id);
  const measured = (id) => lhr.audits[id]?.numericValue;
  const loaded = lhr.audits["network-requests"]?.details?.items ?? [];
  return {
    address: lhr.requestedUrl,
    problem: lhr.runtimeError?.message ?? lhr.audits["largest-contentful-paint"]?.errorMessage,
    scores: Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)])),
    failed: [...new Set(failed)],
    lcp: measured("largest-contentful-paint"),
    cls: measured("cumulative-layout-shift"),
    tbt: measured("total-blocking-time"),
    requests: loaded.length,
    bytes: loaded.reduce((sum, { transferSize }) => sum + transferSize, 0),
  };
}

try {
  for (const address of addresses) {
    // Without ignoreStatusCode the page for missing addresses would not be audited at all.
    const flags = { port: chrome.port, onlyCategories: categories, ignoreStatusCode: true, disableFullPageScreenshot: true, logLevel: "silent" };
    const audit = async () => summary(await lighthouse(address, flags));
    let result = await audit();
    if (result.problem) result = await audit(); // on a very busy machine the audit itself may fail
    console.log(JSON.stringify(result));
  }
} finally {
  chrome.kill();
}
