# isotherm_embed_text(target variable header file): makes the text of a file a constant of the program. `header`
# declares it as `extern const std::string_view VARIABLE;` in the namespace isotherm.
function(isotherm_embed_text target variable header file)
  file(READ ${CMAKE_SOURCE_DIR}/${file} text)
  set_property(DIRECTORY ${CMAKE_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  set(output ${CMAKE_BINARY_DIR}/generated/${variable}.cpp)
  file(CONFIGURE OUTPUT ${output} @ONLY CONTENT [[
// Made from @file@ by run/cmake/EmbedText.cmake; do not edit.
#include "@header@"

namespace isotherm {

const std::string_view @variable@ = R"text(@text@)text";

}  // namespace isotherm
]])
  target_sources(${target} PRIVATE ${output})
endfunction()
