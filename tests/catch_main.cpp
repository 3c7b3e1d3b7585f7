// Catch2 2 needs its main compiled once; Catch2 3 brings it in its own library.
#if __has_include(<catch2/catch_all.hpp>)
namespace slipway {
extern const int kCatchBringsItsOwnMain;
const int kCatchBringsItsOwnMain = 3;
}  // namespace slipway
#else
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
#endif
