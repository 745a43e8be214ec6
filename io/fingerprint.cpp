#include "io/fingerprint.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <memory>
#include <mpi.h>
#include <openssl/evp.h>
#include <stdexcept>
#include <vector>

#include "io/field_rows.hpp"
#include "solver/parallel/error.hpp"

namespace isotherm {
namespace {

constexpr int row_tag = 7001;
constexpr std::int64_t cells_in_flight = std::int64_t{1} << 19;  // 4 MiB

class Sha256 {
 public:
  Sha256() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    check(context_ && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
  }
  void add(const std::vector<double>& cells) {
    check(EVP_DigestUpdate(context_.get(), cells.data(), cells.size() * sizeof(double)) == 1);
  }
  std::string hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    check(EVP_DigestFinal_ex(context_.get(), digest.data(), &length) == 1);
    return fmt::format("{:02x}", fmt::join(digest.begin(), digest.begin() + length, ""));
  }

 private:
  static void check(bool good) {
    if (!good) throw std::runtime_error("OpenSSL refuses to compute SHA-256");
  }
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

/// Puts the cells of a rank, rows [j0, j1) of the field, where they belong in those whole rows.
void place(const std::vector<double>& cells, const Subdomain& owner, std::int64_t nx,
           std::vector<double>& rows) {
  auto from = cells.begin();
  for (auto row = rows.begin(); row != rows.end(); row += nx, from += owner.nx()) {
    std::copy_n(from, owner.nx(), row + owner.x.begin);
  }
}

/// Calls action(j0, j1) for the pieces, a few MiB of whole rows each, into which a range of rows is cut.
template <class Action>
void for_each_piece(const Range& rows, std::int64_t nx, Action&& action) {
  const std::int64_t step = std::max<std::int64_t>(1, cells_in_flight / nx);
  for (std::int64_t j = rows.begin; j < rows.end; j += step) action(j, std::min(j + step, rows.end));
}

/// What rank 0 does: collects whole rows, from the first to the last, and hashes them.
std::string hash_all_rows(const Decomposition& decomposition, const FieldRows& mine) {
  const auto& comm = decomposition.comm();
  const std::int64_t nx = decomposition.space().nx;
  Sha256 hash;
  std::vector<double> rows;
  std::vector<double> cells;
  std::vector<int> band;  // the ranks beside each other that own these rows
  for (std::int64_t y = 0; y < decomposition.space().ny; y = decomposition.subdomain_of(band.front()).y.end) {
    band.clear();
    for (int rank = 0; rank < comm.size(); ++rank) {
      if (decomposition.subdomain_of(rank).y.begin == y) band.push_back(rank);
    }
    for_each_piece(decomposition.subdomain_of(band.front()).y, nx, [&](std::int64_t j0, std::int64_t j1) {
      rows.resize(static_cast<std::size_t>((j1 - j0) * nx));
      for (const int rank : band) {
        const Subdomain owner = decomposition.subdomain_of(rank);
        cells.resize(static_cast<std::size_t>((j1 - j0) * owner.nx()));
        if (rank == 0) {
          mine.copy(static_cast<int>(j0 - owner.y.begin), static_cast<int>(j1 - owner.y.begin), cells.data());
        } else {
          check_mpi(MPI_Recv(cells.data(), static_cast<int>(cells.size()), MPI_DOUBLE, rank, row_tag,
                             comm.get(), MPI_STATUS_IGNORE),
                    "MPI_Recv");
        }
        place(cells, owner, nx, rows);
      }
      hash.add(rows);
    });
  }
  return hash.hex();
}

void send_my_rows(const Decomposition& decomposition, const FieldRows& mine) {
  const auto& owned = decomposition.owned();
  std::vector<double> cells;
  for_each_piece(owned.y, decomposition.space().nx, [&](std::int64_t j0, std::int64_t j1) {
    cells.resize(static_cast<std::size_t>((j1 - j0) * owned.nx()));
    mine.copy(static_cast<int>(j0 - owned.y.begin), static_cast<int>(j1 - owned.y.begin), cells.data());
    check_mpi(MPI_Send(cells.data(), static_cast<int>(cells.size()), MPI_DOUBLE, 0, row_tag,
                       decomposition.comm().get()),
              "MPI_Send");
  });
}

}  // namespace

std::string field_sha256(const Decomposition& decomposition, const Field& field, const Field& mask) {
  const FieldRows mine(field, mask);
  std::string digest;
  if (decomposition.comm().is_root()) {
    digest = hash_all_rows(decomposition, mine);
  } else {
    send_my_rows(decomposition, mine);
  }
  return decomposition.comm().broadcast(std::move(digest));
}

}  // namespace isotherm
