// What the loader refuses: a table of mistakes, each with the place and the key that the user is shown.

#include <gtest/gtest.h>
#include <sstream>

#include "io/config/load.hpp"
#include "tests/unit/config/case_text.hpp"

namespace isotherm {
namespace {

std::vector<CaseFault> faults_of(const std::string& text, const std::vector<std::string>& overrides = {}) {
  try {
    load_case(text, "case.yaml", overrides);
  } catch (const ConfigError& error) {
    return error.faults();
  }
  return {};
}

/// A line of the case with '@' where the error must be shown; the key; a part of the message or the remedy.
struct Mistake {
  const char* line;
  const char* key;
  const char* says;
};

void PrintTo(const Mistake& mistake, std::ostream* out) {
  *out << mistake.line;
}

class BadInput : public testing::TestWithParam<Mistake> {};

TEST_P(BadInput, IsShownAtItsPlace) {
  const Mistake& mistake = GetParam();
  std::string text = test::with_line(mistake.line);
  const std::size_t at = text.find('@');
  ASSERT_NE(at, std::string::npos);
  text.erase(at, 1);
  const std::size_t line_start = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
  const int line = 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<long>(at), '\n'));
  const std::vector<CaseFault> faults = faults_of(text);
  ASSERT_EQ(faults.size(), 1U) << text;
  EXPECT_EQ(faults[0].file, "case.yaml");
  EXPECT_EQ(faults[0].line, line);
  EXPECT_EQ(faults[0].column, static_cast<int>(at - line_start) + 1);
  EXPECT_EQ(faults[0].key, mistake.key);
  const std::string shown = format(faults[0]);
  EXPECT_NE(shown.find(mistake.says), std::string::npos) << shown;
}

INSTANTIATE_TEST_SUITE_P(
    Keys, BadInput,
    testing::Values(
        Mistake{"@titel: x", "titel", "did you mean: title"},
        Mistake{"time: {@ned: 3, end: 3}", "time.ned", "did you mean: time.end"},
        Mistake{"time: {@ende: 3}", "time.ende", "did you mean: time.end"},
        Mistake{"time: {@toler: 3, end: 3}", "time.toler", "did you mean: time.tolerance"},
        Mistake{"@snapshots: {every: 3}", "snapshots", "did you mean: output.snapshots"},
        Mistake{"@radiation: {}", "radiation", "is not a known key"},
        Mistake{"domain: {size: [2, 1], cells: [32, 16], @shape: 1}", "domain.shape", "is not a known key"},
        Mistake{"domain: {size: [2, 1], cells: [2, 1], grading: {x: {edges: @[0, 1, 3]}}}",
                "domain.grading.x.edges", "end at 2 m"},
        Mistake{"contacts: [{between: [steel, @steeel], resistance: 1}]", "contacts.0.between.1",
                "did you mean: steel"},
        Mistake{"time: {end: 3, @end: 4}", "time.end", "is given twice"},
        Mistake{"time: {end: 3, ? @[a]: 4}", "", "a key must be a plain word"},
        Mistake{"time: @{step: 1}", "time.end", "is missing"},
        Mistake{"numerics: @1", "numerics", "a single value is not accepted"},
        Mistake{"numerics: @[1]", "numerics", "a list is not accepted"},
        Mistake{"regions: @{material: steel}", "regions", "a map is not accepted"},
        Mistake{"materials: {@9lives: {conductivity: 15, density: 1, specific_heat: 1}, steel: "
                "{conductivity: 15, "
                "density: 7900, specific_heat: 450}}",
                "materials.9lives", "is no name"},
        Mistake{"time: {end: 3, step: @}", "time.step", "has no value"},
        Mistake{"initial: {temperature: @{tabel: [[0, 1]]}}", "initial.temperature", "a map is not accepted"},
        Mistake{"sources: [{power_density: {@tabel: [[0, 1]]}}]", "sources.0.power_density.tabel",
                "did you mean: sources.0.power_density.table"}));

INSTANTIATE_TEST_SUITE_P(Yaml, BadInput,
                         testing::Values(Mistake{"title: @&a x", "title", "anchors"},
                                         Mistake{"title: @*a", "", "anchor is not defined"},
                                         Mistake{"title: @!!str x", "title", "tags"},
                                         Mistake{"time: {end: 3\nx@: 4}", "", "this is not YAML"},
                                         Mistake{"@---\nx: 4", "", "a second document"},
                                         Mistake{"title: \"a\n@\x01\"", "", "a byte that is no text"},
                                         Mistake{"title: @\xff", "", "a byte that is no text"},
                                         Mistake{"title: @\xe0\x9f\xbf", "", "a byte that is no text"},
                                         Mistake{"title: @\xed\xa0\x80", "", "a byte that is no text"},
                                         Mistake{"title: @\xf0\x8f\xbf\xbf", "", "a byte that is no text"},
                                         Mistake{"title: @\xf4\x90\x80\x80", "", "a byte that is no text"}));

INSTANTIATE_TEST_SUITE_P(
    Scalars, BadInput,
    testing::Values(
        Mistake{"time: {end: @010}", "time.end", "must not start with 0"},
        Mistake{"time: {end: @1e400}", "time.end", "does not fit"},
        Mistake{"time: {end: @.inf}", "time.end", "must be finite"},
        Mistake{"time: {end: @nan}", "time.end", "must be finite"},
        Mistake{"time: {end: @1/0}", "time.end", "must be finite"},
        Mistake{"time: {end: \"1@,5\"}", "time.end", "not a list"},
        Mistake{"time: {end: @60 mm}", "time.end", "is not a time"},
        Mistake{"time: {end: @60 parsecs}", "time.end", "is not a time"},
        Mistake{"time: {end: @60 blinks}", "time.end", "unknown unit 'blinks'"},
        Mistake{"time: {end: @yes}", "time.end", "'yes' is not known here"},
        Mistake{"time: {end: 10, step: @-1}", "time.step", "must be positive"},
        Mistake{"time: {end: 10, step: @atuo}", "time.step", "did you mean: auto"},
        Mistake{"time: {end: 10, method: @leapfrog}", "time.method", "not one of the choices"},
        Mistake{"time: {end: 10, method: @foward-euler}", "time.method", "did you mean: forward-euler"},
        Mistake{"time: {end: 10, safety: @1.5}", "time.safety", "above 0 and at most 1"},
        Mistake{"time: {end: \"3 + @x\"}", "time.end", "allowed are pi"},
        Mistake{"initial: {temperature: \"300 + @q\"}", "initial.temperature", "allowed are x, y, pi"},
        Mistake{"initial: {temperature: 300 + @t}", "initial.temperature", "allowed are x, y, pi"},
        Mistake{"initial: {temperature: \"sin(x@\"}", "initial.temperature", "in the expression"},
        Mistake{"initial: {temperature: \"if@(x < 1, 2, 3)\"}", "initial.temperature",
                "'if' is not a function; write condition ? value : other"},
        Mistake{"  left: {insulated: @yes}", "boundaries.left.insulated", "can only be true"},
        Mistake{"  left: {insulated: @false}", "boundaries.left.insulated", "remove the key"},
        Mistake{"domain: {size: [2, 1], cells: [32, @1.5]}", "domain.cells.1", "no whole number"},
        Mistake{"domain: {size: [2, 1], cells: [32, @0]}", "domain.cells.1", "at least 1"},
        Mistake{"domain: {size: [2, 1], cells: [@016, 16]}", "domain.cells.0", "must not start with 0"},
        Mistake{"domain: {size: @[2, 1, 3], cells: [32, 16]}", "domain.size", "takes two entries, not 3"},
        Mistake{"domain: {size: [2, @-1], cells: [32, 16]}", "domain.size.1", "must be positive"},
        Mistake{"checkpoint: {keep: @1}", "checkpoint.keep", "at least 2"},
        Mistake{"checkpoint: {format: @hfd5}", "checkpoint.format", "did you mean: hdf5"},
        Mistake{"checkpoint: {every: @0.5}", "checkpoint.every", "a time needs its unit"},
        Mistake{"checkpoint: {every: @-5 s}", "checkpoint.every", "must be positive"},
        Mistake{"output: {snapshots: {every: @5 min wall}}", "output.snapshots.every", "checkpoints only"},
        Mistake{"output: {snapshots: {every: @sometimes}}", "output.snapshots.every", "is no interval"},
        Mistake{"output: {snapshots: {every: @5 mm}}", "output.snapshots.every", "is not a time"},
        Mistake{"units: {temperature: @F}", "units.temperature", "K or degC"},
        Mistake{"initial: {temperature: @20 C}", "initial.temperature", "is not a temperature"},
        Mistake{"  bottom: {flux: {table: [[0, 1], [@0, 2]]}}", "boundaries.bottom.flux.table.1.0",
                "not later"},
        Mistake{"  bottom: {flux: {table: [@[0, 1, 2]]}}", "boundaries.bottom.flux.table.0", "no point"},
        Mistake{"  bottom: {flux: {table: @[]}}", "boundaries.bottom.flux.table", "needs a list of points"},
        Mistake{"  top: {convection: {coefficient: @-5, ambient: 300}}",
                "boundaries.top.convection.coefficient", "not negative"}));

INSTANTIATE_TEST_SUITE_P(
    AcrossKeys, BadInput,
    testing::Values(
        Mistake{"regions: [{material: @steal}]", "regions.0.material", "did you mean: steel"},
        Mistake{"regions: [@{name: a}]", "regions.0", "needs a material or a void"},
        Mistake{"regions: [@{material: steel, void: {insulated: true}}]", "regions.0", "cannot be"},
        Mistake{"regions: [{void: @{}}]", "regions.0.void", "has no condition"},
        Mistake{
            "regions: [{material: steel}, {void: {insulated: true}, name: @steel, circle: {center: [0, 0], "
            "radius: 1}}]",
            "regions.1.name", "is the name of a material"},
        Mistake{"regions: [{void: {@periodic: true}}]", "regions.0.void.periodic", "is not a known key"},
        Mistake{"regions: @[]", "regions", "is empty"},
        Mistake{"regions: [@{material: steel, where: \"x\", circle: {center: [0, 0], radius: 1}}]",
                "regions.0", "two shapes"},
        Mistake{"regions: [{material: steel, rectangle: {min: [0, 1], max: [1, @1]}}]",
                "regions.0.rectangle.max.1", "not larger"},
        Mistake{"regions: [{material: steel, polygon: @[[0, 0], [1, 1]]}]", "regions.0.polygon",
                "three corners"},
        Mistake{"regions: [{material: steel, polygon: @[[0, 0], [1, 1], [2, 2]]}]", "regions.0.polygon",
                "no area"},
        Mistake{"initial: @{}", "initial", "exactly one"},
        Mistake{"initial: @{temperature: 300, file: a.h5}", "initial", "exactly one"},
        Mistake{"sources: [@{power: 5, power_density: 5}]", "sources.0", "exactly one"},
        Mistake{"sources: [@{name: a}]", "sources.0", "exactly one"},
        Mistake{"sources: [{power: 5*@x}]", "sources.0.power", "allowed are t"},
        Mistake{"  left: @{}", "boundaries.left", "has no condition"},
        Mistake{"  left: @3", "boundaries.left", "a single value is not accepted"},
        Mistake{"  left: @[]", "boundaries.left", "has no stretch"},
        Mistake{"  left: @{insulated: true, temperature: 3}", "boundaries.left", "exclude each other"},
        Mistake{"  left: @{temperature: 3, flux: 4}", "boundaries.left", "exclude each other"},
        Mistake{"  left: @{periodic: true}", "boundaries.left", "right is not"},
        Mistake{"  left: [{from: @0.1, to: 1, flux: 1}]", "boundaries.left.0.from", "between 0 m and 0.1 m"},
        Mistake{"  left: [{from: 0, to: @0.9, flux: 1}]", "boundaries.left.0.to", "end at 1 m"},
        Mistake{"  left: [{from: 0, to: @1.1, flux: 1}]", "boundaries.left.0.to", "outside"},
        Mistake{"  left: [{from: @-1, to: 1, flux: 1}]", "boundaries.left.0.from", "outside"},
        Mistake{"  left: [{from: 0.5, to: 1, flux: 1}, {from: 0, to: @0, flux: 1}]", "boundaries.left.1.to",
                "not larger than from"},
        Mistake{"  left: [{from: @0.5, to: 1, flux: 1}, {from: 0, to: 0.4, flux: 1}]",
                "boundaries.left.0.from", "leaves no condition between 0.4 m and 0.5 m"},
        Mistake{"  left: [{from: 0, to: 0.6, flux: 1}, {from: @0.5, to: 1, flux: 1}]",
                "boundaries.left.1.from", "overlaps another stretch between 0.5 m and 0.6 m"},
        Mistake{"  left: [{from: 0, to: 1, periodic: @true}]", "boundaries.left.0.periodic", "not cut"},
        Mistake{"output: {probes: {a: [@3, 0.5]}}", "output.probes.a.0", "between 0 m and 2 m"},
        Mistake{"output: {probes: {a: {cell: [3, @16]}}}", "output.probes.a.cell.1", "from 0 to 15"},
        Mistake{"output: {probes: {@time: [1, 0.5]}}", "output.probes.time", "column of probes.csv"},
        Mistake{"output: {flows: {a: {between: [steel, @steel]}}}", "output.flows.a.between.1", "same name"},
        Mistake{"output: {means: [steel, @steel]}", "output.means.1", "same name"},
        Mistake{"output: {pictures: {every: 5, range: @[1, 1]}}", "output.pictures.range", "does not rise"},
        Mistake{"output: {pictures: {every: 5, range: @[5, -1]}}", "output.pictures.range", "does not rise"},
        Mistake{"time: {start: 10, end: @10}", "time.end", "not after the start"},
        Mistake{"time: {end: 10, step: @11}", "time.step", "longer than the whole run"},
        Mistake{"parallel: {decomposition: [2, @17]}", "parallel.decomposition.1", "more ranks"},
        Mistake{"domain: {size: [2, 1], cells: @[1000000000, 1000000000]}", "domain.cells", "counted"}));

TEST(BadText, IsRefused) {
  EXPECT_EQ(faults_of("").at(0).message, "the case is empty");
  EXPECT_EQ(faults_of("# nothing\n").at(0).message, "the case is empty");
  EXPECT_EQ(faults_of("just words").at(0).message, "a case is a map of keys and values");
  EXPECT_EQ(faults_of("[1, 2]").at(0).message, "a case is a map of keys and values");
  EXPECT_NE(faults_of(std::string("title: a\0b", 10)).at(0).message.find("no text (0)"), std::string::npos);
  EXPECT_NE(faults_of("title: " + std::string(1U << 20U, 'a')).at(0).message.find("1 MiB"),
            std::string::npos);
  EXPECT_NE(faults_of("x: " + std::string(40, '[')).at(0).message.find("32 levels"), std::string::npos);
  std::string many = "x: [";
  for (int i = 0; i < 210'000; ++i) many += "1,";
  EXPECT_NE(faults_of(many + "1]").at(0).message.find("more than 200000 values"), std::string::npos);
  // Short enough to be read, but not with its defaults, as a run folder keeps it: it could not be continued.
  std::string regions = "regions: [{material: steel}";
  for (int i = 0; i < 14'000; ++i)
    regions += ", {material: steel,circle: {center: [12.3456mm,1.2345mm],radius: .6mm}}";
  ASSERT_LT(regions.size(), 1U << 20U);
  EXPECT_NE(faults_of(test::with_line(regions + "]")).at(0).message.find("1 MiB"), std::string::npos);
}

TEST(BadText, MayNotRepeatByAlias) {
  const auto faults = faults_of(test::with_line("sources: [&a {power: 1}, *a]"));
  ASSERT_EQ(faults.size(), 2U);
  EXPECT_EQ(faults[0].key, "sources.0");
  EXPECT_EQ(faults[1].key, "sources.1");
}

TEST(BadText, GivesUpAfterManyFaults) {
  std::string text;
  for (int i = 0; i < 10'000; ++i) text += "key" + std::to_string(i) + ": 1\n";
  EXPECT_EQ(faults_of(text).size(), 100U);
}

TEST(BadText, AQuoteThatIsNeverClosed) {
  for (const char* quote : {"\"", "'"}) {
    std::vector<std::string> lines = test::valid_lines();
    lines.erase(lines.begin());  // its title
    lines.push_back(std::string("title: ") + quote + "a cold plate");
    const std::vector<CaseFault> faults = faults_of(test::joined(lines));
    ASSERT_EQ(faults.size(), 1U);
    EXPECT_EQ(faults[0].line, static_cast<int>(lines.size()));
    EXPECT_NE(faults[0].message.find("never closed"), std::string::npos);
    lines.back() += quote;
    EXPECT_TRUE(faults_of(test::joined(lines)).empty());
  }
}

TEST(BadText, AKeyWithoutAValueIsMissedAtTheKey) {
  std::vector<std::string> lines = test::valid_lines();
  lines[4] = "regions:";
  const std::vector<CaseFault> faults = faults_of(test::joined(lines));
  ASSERT_FALSE(faults.empty());
  EXPECT_EQ(faults[0].line, 5);
}

TEST(BadText, ContactsJoinTwoPartsOnce) {
  std::vector<std::string> lines = test::valid_lines();
  lines[4] = "regions: [{material: steel}, {material: steel, name: hot, where: x > 1}]";
  lines.push_back(
      "contacts: [{between: [steel, hot], resistance: 1}, {between: [hot, steel], resistance: 2}]");
  const std::vector<CaseFault> faults = faults_of(test::joined(lines));
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].key, "contacts.1.between");
}

TEST(BadText, TellsAVoidFromAnUnknownName) {
  std::vector<std::string> lines = test::valid_lines();
  lines[4] = "regions: [{material: steel}, {void: {insulated: true}, name: hole, where: x > 1}]";
  lines.push_back("contacts: [{between: [steel, hole], resistance: 1}]");
  lines[15] = "output: {flows: {a: {between: [hole, steel]}}, means: [hole]}";
  const std::vector<CaseFault> faults = faults_of(test::joined(lines));
  ASSERT_EQ(faults.size(), 3U);
  for (const CaseFault& fault : faults)
    EXPECT_TRUE(fault.message.starts_with("'hole' is a void")) << format(fault);
}

TEST(BadText, ShowsAllFaultsInTheOrderOfTheText) {
  std::vector<std::string> lines = test::valid_lines();
  lines[0] = "titel: x";
  lines[2] = "domain: {size: [2, -1], cells: [32, 1.5]}";
  lines[12] = "time: {end: 60 mm}";
  const std::vector<CaseFault> faults = faults_of(test::joined(lines));
  std::vector<std::string> keys;
  for (const CaseFault& fault : faults) keys.push_back(fault.key);
  EXPECT_EQ(keys, (std::vector<std::string>{"titel", "domain.size.1", "domain.cells.1", "time.end"}));
}

TEST(BadText, IsPrintedWithCaretNearestKeyAndRemedy) {
  const std::vector<CaseFault> faults = faults_of(test::with_line("time: {end: 10, stepp: 1}"));
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(format(faults[0]),
            "case.yaml:13:17: error: time.stepp: is not a known key\n"
            "    time: {end: 10, stepp: 1}\n"
            "                    ^\n"
            "  did you mean: time.step\n"
            "  remedy: known here are start, end, step, method, tolerance, safety\n");
}

TEST(BadText, FoldsWhatATerminalCannotShow) {
  const std::string start = "materials: {steel: {conductivity: 15, density: 7900, specific_heat: 450, colour";
  const std::vector<CaseFault> faults = faults_of(test::with_line(start + "_of_it_all: red, note: none}}"));
  ASSERT_FALSE(faults.empty());
  std::istringstream lines(format(faults[0]));
  std::vector<std::string> all;
  for (std::string line; std::getline(lines, line);) all.push_back(line);
  ASSERT_GE(all.size(), 5U);
  EXPECT_EQ(all[1].substr(all[2].find('^'), 6), "colour");
  for (std::size_t n = 1; n < all.size(); ++n) EXPECT_LE(all[n].size(), 80U) << all[n];
  EXPECT_TRUE(all.back().starts_with("    ")) << all.back();
}

TEST(BadText, CountsCharactersNotBytes) {
  const std::vector<CaseFault> faults =
      faults_of(test::with_line("sources: [{name: \"\xC3\xBC\xC3\xA4\", powr: 1}]"));
  ASSERT_FALSE(faults.empty());
  EXPECT_EQ(faults.back().column, 24);
}

struct BadSet {
  const char* set;
  const char* key;
  const char* says;
};

TEST(BadOverride, IsShownAtTheOption) {
  const std::vector<BadSet> table{
      {"time.end=60 mm", "time.end", "is not a time"},
      {"time.stepp=1", "time.stepp", "did you mean: time.step"},
      {"boundaries.top.0.flux=3", "boundaries.top.0", "is not a known key"},
      {"regions.1.material=steel", "regions.1", "no item '1'"},
      {"regions.01.material=steel", "regions.01", "no item '01'"},
      {"time.end.x=1", "time.end.x", "single value"},
      {"time.end=", "time.end", "has no value"},
      {"=3", "", "key=value"},
      {"time.end", "", "key=value"},
      {"time.end=[1", "", "this is not YAML"},
      {"materials.steel.density=-1", "materials.steel.density", "must be positive"},
  };
  for (const BadSet& bad : table) {
    const std::vector<CaseFault> faults = faults_of(test::valid_case(), {bad.set});
    ASSERT_EQ(faults.size(), 1U) << bad.set;
    EXPECT_EQ(faults[0].file, std::string("--set ") + bad.set);
    EXPECT_EQ(faults[0].line, 0);
    EXPECT_EQ(faults[0].key, bad.key);
    const std::string shown = format(faults[0]);
    EXPECT_TRUE(shown.starts_with(std::string("--set ") + bad.set + ": error: ")) << shown;
    EXPECT_NE(shown.find(bad.says), std::string::npos) << shown;
  }
  EXPECT_EQ(faults_of(test::valid_case(), {"time.end=1", "time.end=2"}).at(0).message, "is set twice");
}

}  // namespace
}  // namespace isotherm
