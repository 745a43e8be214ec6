# Run at build time by BuildInfo.cmake. Writes OUTPUT only when its text changes.

set(COMMIT unknown) # a source archive has no repository
execute_process(COMMAND git -C ${SOURCE_DIR} rev-parse --show-cdup
                OUTPUT_VARIABLE to_root OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE no_repository)
if(no_repository EQUAL 0 AND to_root STREQUAL "") # a repository of its own, not one that merely encloses it
  execute_process(COMMAND git -C ${SOURCE_DIR} describe --always --dirty=-modified --abbrev=12 --exclude=*
                  OUTPUT_VARIABLE described OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(described)
    set(COMMIT ${described})
  endif()
endif()
configure_file(${TEMPLATE} ${OUTPUT} @ONLY)
