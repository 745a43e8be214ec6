#include "io/report/study_page.hpp"

#include <fmt/format.h>

#include "io/field_file.hpp"
#include "io/json.hpp"
#include "io/picture/coarse.hpp"
#include "io/picture/png.hpp"
#include "io/report/html.hpp"

namespace isotherm {
namespace {

constexpr std::size_t most_thumbnails = 500;

/// Sorting by a click on a column's name, numbers as numbers; and the plot, drawn again when a choice
/// changes.
constexpr const char* script = R"(<script>
const table=document.getElementById('cases'),body=table.tBodies[0];
const cell=(row,n)=>{const t=row.cells[n].textContent,v=Number(t);return t!==''&&!isNaN(v)?v:t};
[...table.tHead.rows[0].cells].forEach((head,n)=>head.addEventListener('click',()=>{
  const down=head.dataset.order==='up';head.dataset.order=down?'down':'up';
  const rows=[...body.rows].sort((a,b)=>{const x=cell(a,n),y=cell(b,n);return (x<y?-1:x>y?1:0)*(down?-1:1)});
  rows.forEach(r=>body.append(r));}));
const data=JSON.parse(document.getElementById('data').textContent);
const xs=document.getElementById('over'),ys=document.getElementById('result'),svg=document.getElementById('plot');
function nice(a,b){if(!(b>a)){a-=.5;b+=.5}const p=10**Math.floor(Math.log10((b-a)/5));
  const s=[1,2,5,10].map(f=>f*p).find(s=>(b-a)/s<=6);const t=[];
  for(let v=Math.ceil(a/s)*s;v<=b+1e-9*s;v+=s)t.push(Number(v.toPrecision(12)));return [a,b,t]}
function draw(){const points=data.rows.map(r=>[Number(r[xs.value]),Number(r[ys.value])]).filter(p=>p.every(isFinite));
  if(!points.length){svg.innerHTML='';return}
  const [x0,x1,xt]=nice(Math.min(...points.map(p=>p[0])),Math.max(...points.map(p=>p[0])));
  const [y0,y1,yt]=nice(Math.min(...points.map(p=>p[1])),Math.max(...points.map(p=>p[1])));
  const X=v=>80+(v-x0)/(x1-x0)*600,Y=v=>320-(v-y0)/(y1-y0)*290;
  svg.innerHTML=xt.map(t=>`<path d="M${X(t)} 30V320" stroke="#eee"/><text x="${X(t)}" y="338" text-anchor="middle">${t}</text>`).join('')
   +yt.map(t=>`<path d="M80 ${Y(t)}H680" stroke="#eee"/><text x="74" y="${Y(t)+4}" text-anchor="end">${t}</text>`).join('')
   +points.map(p=>`<circle cx="${X(p[0])}" cy="${Y(p[1])}" r="4" fill="#0072b2" fill-opacity=".7"/>`).join('');}
if(xs&&ys){xs.addEventListener('change',draw);ys.addEventListener('change',draw);draw()}
</script>
)";

std::string image_of(const std::filesystem::path& run_folder) {
  constexpr int pixels = 96;
  try {
    const auto file = files_with_fields(run_folder).back();
    return "<img alt=\"last state\" src=\"data:image/png;base64," +
           base64(png_bytes(thumbnail(coarse_field(file, pixels, pixels)))) + "\">";
  } catch (const IoError&) {
    return {};  // a case that keeps no state, or one that is being run just now
  }
}

std::string cells_of(const StudyTable& table, const StudyTable::Row& row) {
  std::string out;
  for (const std::string& value : row.parameters) out += "<td class=\"n\">" + html_text(value) + "</td>";
  for (const std::string& name : table.collect) {
    const auto found = row.record.collected.find(name);
    out += "<td class=\"n\">" +
           (found != row.record.collected.end() ? fmt::format("{:.8g}", found->second) : std::string()) +
           "</td>";
  }
  return out + "<td>" + html_text(row.record.status) + "</td><td class=\"n\">" +
         fmt::format("{:.3g}", row.record.wall_seconds) + "</td><td title=\"" + html_text(row.record.reason) +
         "\">" + html_text(row.hash) + "</td>";
}

std::string choice(const char* id, const std::vector<std::string>& names, std::size_t first) {
  std::string out = fmt::format("<select id=\"{}\">", id);
  for (std::size_t n = 0; n < names.size(); ++n) {
    out += fmt::format("<option value=\"{}\">{}</option>", first + n, html_text(names[n]));
  }
  return out + "</select>";
}

/// The numbers of all cases for the script: parameters, then results.
std::string data_of(const StudyTable& table) {
  Json rows = Json::array();
  for (const StudyTable::Row& row : table.rows) {
    Json numbers = row.parameters;
    for (const std::string& name : table.collect) {
      const auto found = row.record.collected.find(name);
      numbers.push_back(found != row.record.collected.end() ? Json(found->second) : Json(nullptr));
    }
    rows.push_back(std::move(numbers));
  }
  std::string text = json_text(Json{{"rows", rows}});
  for (std::size_t at = text.find("</"); at != std::string::npos; at = text.find("</", at))
    text.replace(at, 2, "<\\/");
  return text;
}

}  // namespace

std::string study_page(const std::string& title, const StudyTable& table,
                       const std::filesystem::path& cases) {
  std::size_t failed = 0;
  for (const auto& row : table.rows) failed += row.record.status == "failed" ? 1 : 0;
  std::string body = fmt::format("<h1>{}</h1>\n<p>{} cases have ended, {} of them failed.</p>\n",
                                 html_text(title), table.rows.size(), failed);
  if (!table.parameters.empty() && !table.collect.empty()) {
    body += "<h2>Results over parameters</h2>\n<p>" +
            choice("result", table.collect, table.parameters.size()) + " over " +
            choice("over", table.parameters, 0) +
            "</p>\n<svg id=\"plot\" width=\"720\" height=\"350\"></svg>\n";
  }
  body +=
      "<h2>Cases</h2>\n<p>A click on a column's name sorts.</p>\n<div class=\"wide\"><table id=\"cases\" "
      "class=\"sort\"><thead><tr><th></th>";
  for (const std::string& name : table.parameters) body += "<th>" + html_text(name) + "</th>";
  for (const std::string& name : table.collect) body += "<th>" + html_text(name) + "</th>";
  body += "<th>status</th><th>seconds</th><th>case</th></tr></thead><tbody>\n";
  for (std::size_t n = 0; n < table.rows.size(); ++n) {
    const StudyTable::Row& row = table.rows[n];
    body += "<tr><td>" + (n < most_thumbnails ? image_of(cases / row.hash) : std::string()) + "</td>" +
            cells_of(table, row) + "</tr>\n";
  }
  body += "</tbody></table></div>\n<script type=\"application/json\" id=\"data\">" + data_of(table) +
          "</script>\n" + script;
  return html_page(title, body);
}

}  // namespace isotherm
