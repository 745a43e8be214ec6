# report.html of a run and of a study in a real browser: it renders, the slider and the sorting work, the plot follows
# its choices, and nothing is fetched.
# labels: long
# timeout: 300

import json
import os
import re
import shutil
import subprocess
import sys

BROWSER = shutil.which("chromium")
if BROWSER is None:
    print("skipped: no chromium")
    sys.exit(77)

CASE = """
title: A <b>bold</b> & "quoted" title
domain: {size: [40 mm, 20 mm], cells: [40, 20]}
materials: {steel: {conductivity: 15, density: 7900, specific_heat: 500}}
regions: [{material: steel}]
initial: {temperature: 300}
boundaries:
  left: {temperature: 400}
  right: {insulated: true}
  bottom: {insulated: true}
  top: {convection: {coefficient: 50, ambient: 290}}
time: {end: 20 s, step: 0.05 s}
output: {diagnostics: {every: 20 steps}, pictures: {every: 100 steps}, probes: {middle: [20 mm, 10 mm]}}
"""
STUDY = """
base: case.yaml
vary: {boundaries.top.convection.coefficient: [100, 9, 50], boundaries.left.temperature: [350, 400]}
collect: [probes.middle, diagnostics.t_mean]
"""
with open("case.yaml", "w") as file:
    file.write(CASE)
with open("study.yaml", "w") as file:
    file.write(STUDY)
for command in (["run", "case.yaml"], ["study", "study.yaml"]):
    subprocess.run([os.environ["MPIEXEC"], "-n", "2", os.environ["ISOTHERM"], *command], check=True,
                   stdout=subprocess.DEVNULL)


def browse(page, script):
    """What `script`, a function body that returns a value, says of the page once it is loaded."""
    with open(page) as file:
        html = file.read()
    refused = "const refused=[];document.addEventListener('securitypolicyviolation',e=>refused.push(e.blockedURI));"
    html = html.replace("<body>", f"<body><script>{refused}</script>", 1)
    ask = """<script>addEventListener('load',()=>{let said;
      try{said={value:(()=>{%s})(),refused,
        fetched:performance.getEntriesByType('resource').map(e=>e.name).filter(n=>!n.startsWith('data:'))}}
      catch(e){said={error:String(e)}}
      const out=document.createElement('pre');out.id='said';out.textContent=JSON.stringify(said);
      document.body.append(out)})</script></body>""" % script
    assert html.count("</body>") == 1
    with open("asked.html", "w") as file:
        file.write(html.replace("</body>", ask))
    flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--user-data-dir=" + os.path.abspath("profile")]
    dom = subprocess.run([BROWSER, *flags, "--virtual-time-budget=5000", "--dump-dom", "file://" + os.path.abspath("asked.html")],
                         check=True, capture_output=True, text=True, timeout=120).stdout
    found = re.search(r'<pre id="said">(.*?)</pre>', dom, re.S)
    assert found, dom[-500:]
    said = json.loads(found.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    assert "error" not in said, said
    assert said["refused"] == [] and said["fetched"] == [], said
    return said["value"]


for page in ("case.run/report.html", "study.study/report.html"):
    with open(page) as file:
        html = file.read()
    outside = [u for u in re.findall(r'(?:src|href)\s*=\s*"([^"]*)"', html) if not u.startswith("data:")]
    assert not outside and "url(" not in html and "@import" not in html and "fetch(" not in html, outside

run = browse("case.run/report.html", """
  const frames=[...document.querySelectorAll('img.frame')],shown=()=>frames.flatMap((f,n)=>f.hidden?[]:[n]);
  const when=document.getElementById('when'),before=shown(),seen=[];
  for(let n=0;n<frames.length;++n){when.value=n;when.dispatchEvent(new Event('input'));seen.push(shown())}
  return {heading:document.querySelector('h1').textContent,before,seen,bold:document.querySelectorAll('h1 b').length,
    broken:[...document.images].filter(i=>!i.hidden&&!i.naturalWidth).length,
    charts:[...document.querySelectorAll('svg')].map(s=>s.getBoundingClientRect().width),
    wide:document.documentElement.scrollWidth<=innerWidth,text:document.body.innerText};""")
assert run["heading"].startswith('A <b>bold</b> & "quoted" title') and run["bold"] == 0, run["heading"]
assert run["before"] == [4] and run["seen"] == [[0], [1], [2], [3], [4]], run
assert run["broken"] == 0 and len(run["charts"]) >= 3 and min(run["charts"]) > 100, run["charts"]
assert run["wide"], "wider than the window"
for words in ("400", "forward-euler", "energy", "commit", "ranks"):
    assert words in run["text"], f"the report lacks {words}"

study = browse("study.study/report.html", """
  const table=document.getElementById('cases'),heads=[...table.tHead.rows[0].cells];
  const column=n=>[...table.tBodies[0].rows].map(r=>r.cells[n].textContent);
  const at=heads.findIndex(h=>h.textContent.endsWith('coefficient'));
  heads[at].click();const up=column(at);heads[at].click();const down=column(at);
  const dots=()=>[...document.querySelectorAll('#plot circle')].map(c=>c.getAttribute('cx')+' '+c.getAttribute('cy'));
  const first=dots(),over=document.getElementById('over');over.selectedIndex=1;over.dispatchEvent(new Event('change'));
  return {up,down,first,second:dots(),thumbnails:[...table.querySelectorAll('img')].map(i=>i.naturalWidth)};""")
up = [float(text) for text in study["up"]]
assert up == [9, 9, 50, 50, 100, 100], up
assert [float(text) for text in study["down"]] == up[::-1], study["down"]
assert len(study["first"]) == 6 and len(study["second"]) == 6 and study["first"] != study["second"], study
assert len(study["thumbnails"]) == 6 and min(study["thumbnails"]) > 10, study["thumbnails"]
print("report.html and the report of a study work in", subprocess.run([BROWSER, "--version"], capture_output=True, text=True).stdout)
